import fc, { type Arbitrary } from 'fast-check';
import type { Operation } from '../support/api-document.js';
import { bodyOf, type FuzzBody } from './bodies.js';
import { type FuzzTarget, pathOf, queryOf } from './targets.js';
import { oneOf, weighted } from './values.js';
import { TOKENS } from './fixtures.js';

/** A generated request; `Fixtures.resolve` replaces its placeholders when it is sent. */
export interface FuzzRequest {
  method: string;
  target: FuzzTarget;
  query: string;
  headers: Record<string, string | string[]>;
  body: FuzzBody | null;
  /** How many copies are sent at the same time. */
  times: number;
}

const AUTHORIZATIONS: Arbitrary<string | string[] | null> = weighted<string | string[] | null>(
  [40, fc.constant('Token {{token.owner}}')],
  [2, oneOf(...TOKENS.map((token) => `Bearer {{token.${token}}}`))],
  [1, fc.constant(null)],
  [
    1,
    oneOf<string | string[]>(
      'Token  {{token.owner}}',
      'Token {{token.owner}} ',
      'token {{token.owner}}',
      'Token',
      'Token {{token.random}}',
      'Token null',
      'Basic eDp5',
      '{{token.owner}}',
      'Token {{token.owner}}, Token {{token.owner}}',
      ['Token {{token.owner}}', 'Token {{token.stranger}}'],
      `Token ${'x'.repeat(8_000)}`,
      'Token dbk_\xff',
      "Token ' OR 1=1 --",
      '',
    ),
  ],
);

const CONTENT_TYPES = weighted<string | null>(
  [30, fc.constant('application/json')],
  [1, fc.constant(null)],
  [
    2,
    oneOf(
      'application/json; charset=utf-8',
      'application/json;charset="UTF-8"',
      'application/json; charset=utf-16',
      'application/json; charset=iso-8859-1',
      'application/json; charset=',
      'application/json; charset=x; charset=utf-8',
      'APPLICATION/JSON',
      'application/json;',
      'application/jsonx',
      'application/json-patch+json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain',
      'text/plain, application/json',
      '*/*',
      '/',
      ';',
      '',
      '\xe9',
    ),
  ],
);

const KEYS = weighted<string | null>(
  [24, fc.constant(null)],
  [6, oneOf('k1', 'k2', 'k3')],
  [
    1,
    oneOf('', ' ', 'x'.repeat(255), 'x'.repeat(256), 'x'.repeat(8_000), 'gr\xfcn', 'a\tb', "' --", '{"a":1}'),
  ],
);
/** Rarely sent to operations without If-Match, which reject it. */
const VERSIONS = weighted<string | null>(
  [30, fc.constant(null)],
  [6, oneOf('*', '"1"', '"2"', '"1", "2"')],
  [
    1,
    oneOf(
      '',
      '1',
      'W/"1"',
      '"',
      '"a"b"',
      '"1" "2"',
      '"99999999999"',
      '*, "1"',
      `"${'x'.repeat(8_000)}"`,
      '"\xe9"',
      ',',
    ),
  ],
);
const OTHER_HEADERS = weighted<Record<string, string>>(
  [20, fc.constant({})],
  [
    1,
    oneOf<Record<string, string>>(
      { 'X-Request-Id': 'desk-7' },
      { 'X-Request-Id': 'two words' },
      { 'X-Request-Id': '\xff'.repeat(200) },
      { 'X-HTTP-Method-Override': 'DELETE' },
      { 'X-Forwarded-For': '127.0.0.1, x' },
      { 'X-Forwarded-Host': 'evil.example', Forwarded: 'for=_' },
      { Cookie: 'access_token=x; __proto__=1' },
      { Accept: 'text/html;q=0.1, */*;q=x' },
      { Accept: 'text/csv' },
      { 'Accept-Encoding': 'gzip, br;q=z' },
      { 'If-None-Match': '*', 'If-Modified-Since': 'never' },
      { Range: 'bytes=0-1' },
      { Origin: 'null', 'Access-Control-Request-Method': 'POST' },
      { Host: 'evil.example' },
      { Junk: 'x'.repeat(8_000) },
      { Junk: 'x'.repeat(20_000) },
    ),
  ],
);

const METHODS = oneOf('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND');

/** Requests to one operation, most of them valid or almost valid. */
export function requestTo(operation: Operation): Arbitrary<FuzzRequest> {
  const { method, isPublic } = operation;
  const takesBody = method !== 'GET';
  const takesIfMatch = operation.parameters.some(({ name }) => name === 'If-Match');
  const versions = takesIfMatch ? VERSIONS : weighted([9, fc.constant(null)], [1, VERSIONS]);
  return fc.record({
    method: weighted([25, fc.constant(method)], [1, METHODS]),
    target: pathOf(operation),
    query: queryOf(operation),
    headers: fc
      .tuple(isPublic ? fc.constant(null) : AUTHORIZATIONS, CONTENT_TYPES, KEYS, versions, OTHER_HEADERS)
      .map(([authorization, type, key, version, others]) => {
        const headers = {
          Authorization: authorization,
          'Content-Type': type,
          'Idempotency-Key': key,
          'If-Match': version,
        };
        const present = Object.entries(headers).filter(
          (entry): entry is [string, string] => entry[1] !== null,
        );
        return { ...Object.fromEntries(present), ...others };
      }),
    body: weighted<FuzzBody | null>(
      [takesBody ? 1 : 12, fc.constant(null)],
      [takesBody ? 6 : 1, bodyOf(operation.body)],
    ),
    times: weighted([12, fc.constant(1)], [1, fc.constant(3)]),
  });
}
