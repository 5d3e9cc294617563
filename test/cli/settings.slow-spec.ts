import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { cli, cliJson, killProcesses } from '../support/processes.js';
import { createTenant, type Tenant } from '../support/tenant.js';

const app = useApp();
const environment = { DATABASE_URL: process.env.TEST_DATABASE_URL! };

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant(app);
});
afterAll(killProcesses);

const words = (command: string, ...options: string[]) => [
  'settings',
  command,
  '--company',
  tenant.company.id,
  ...options,
];

describe('settings', () => {
  it('set changes the given minimums and prints all settings; show prints them', async () => {
    const options = ['--minimum-balance', 'EUR=5', '--minimum-balance', 'JPY=0'];
    const settings = await cliJson<{ updated_at: string }>(environment, ...words('set', ...options));
    expect(settings).toMatchObject({
      minimum_balances: { EUR: '5.00', JPY: '0' },
      updated_at: expect.stringMatching(/Z$/),
    });
    expect(await cliJson(environment, ...words('show'))).toEqual(settings);
    expect((await tenant.client.get('/settings').expect(200)).body).toEqual(settings);
  });

  it('set takes any setting as JSON', async () => {
    const change = { delivery_window: null, from_email: 'ar@acme.example' };
    const settings = await cliJson<object>(environment, ...words('set', '--json', JSON.stringify(change)));
    expect(settings).toMatchObject({ ...change, minimum_balances: { EUR: '5.00', JPY: '0' } });
    for (const [json, message] of [
      ['[]', 'It must be a JSON object'],
      ['{"delivery_windows": null}', 'delivery_windows'],
    ]) {
      const { stderr, code } = await cli(environment, ...words('set', '--json', json!));
      expect({ stderr, code }).toEqual({ stderr: expect.stringContaining(message!), code: 1 });
    }
  });

  it('set restores the default of a currency', async () => {
    const settings = await cliJson(environment, ...words('set', '--minimum-balance', 'JPY=default'));
    expect(settings).toMatchObject({ minimum_balances: { EUR: '5.00' } });
    expect((await tenant.client.get('/settings')).body.minimum_balances).toEqual({ EUR: '5.00' });
  });

  it('set names every invalid minimum, and changes nothing', async () => {
    const options = ['--minimum-balance', 'EUR=5.001', '--minimum-balance', 'euro=1'];
    const { stdout, stderr, code } = await cli(environment, ...words('set', ...options));
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toMatch(
      /^minimum_balances\.EUR must .* 2 decimals .*\nminimum_balances\.euro is not an ISO 4217/,
    );
    expect((await tenant.client.get('/settings')).body.minimum_balances).toEqual({ EUR: '5.00' });
  });
});
