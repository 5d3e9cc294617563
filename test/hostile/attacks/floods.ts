import type { Attack } from '../attack.js';

const CLIENTS = 30;

/** Loops of a request that needs no valid token. */
const flood = (
  name: string,
  does: string,
  method: string,
  path: string,
  headers?: Record<string, string>,
): Attack => ({
  name,
  does: `${CLIENTS} clients ${does}`,
  run: (attacker) => attacker.repeat(CLIENTS, () => attacker.send(method, path, undefined, headers)),
});

export const FLOODS: Attack[] = [
  flood('openapi', 'read the OpenAPI document', 'GET', '/api/openapi.yaml'),
  flood('readiness', 'check readiness', 'GET', '/health/ready'),
  flood('wrong tokens', 'send a wrong token', 'GET', '/api/companies', {
    Authorization: `Token dbk_${'x'.repeat(40)}`,
  }),
  flood('long tokens', 'send a token of 15 kB', 'GET', '/api/companies', {
    Authorization: `Token ${'x'.repeat(15_000)}`,
  }),
  flood('unknown paths', 'ask for unknown paths', 'GET', `/api/${'no/such/path/'.repeat(100)}`),
  flood('HEAD', 'send HEAD without a token', 'HEAD', '/api/companies'),
  {
    name: 'throttled token',
    does: '30 loops of one token on its own inbox, far above its rate limit',
    run: (attacker) => attacker.repeat(CLIENTS, () => attacker.call('GET', '/actions')),
  },
];
