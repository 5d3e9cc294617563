import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { RawConnection, rawRequest } from '../support/raw-http.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

/** Sends bytes; resolves when the server has responded completely, or has closed the connection. */
async function exchange(bytes: string): Promise<RawConnection> {
  const connection = await RawConnection.open(app);
  await connection.send(bytes).received('}');
  connection.socket.destroy();
  return connection;
}

async function createApproval() {
  const { make, company, token } = await createTenant(app);
  const { id } = await make.anAction(company);
  const path = `/api/companies/${company.id}/actions/${id}/approve`;
  const headers = [`Authorization: Token ${token}`, 'Content-Type: application/json'];
  return { token, path, headers };
}

describe('a request that HTTP allows but the API does not', () => {
  it.each([
    ['an unknown expectation', rawRequest('GET /health/live', ['Expect: x']), 417, 'expectation_failed'],
    ['no Host header', 'GET /health/live HTTP/1.1\r\n\r\n', 400, 'parse_error'],
    ['two Host headers', rawRequest('GET /health/live', ['Host: y']), 400, 'parse_error'],
    ['CONNECT', 'CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n', 405, 'method_not_allowed'],
    ['TRACE', rawRequest('TRACE /health/live'), 405, 'method_not_allowed'],
    ['OPTIONS without CORS', rawRequest('OPTIONS /health/live'), 405, 'method_not_allowed'],
    ['OPTIONS of the server', rawRequest('OPTIONS *'), 404, 'not_found'],
    ['a URL that cannot be parsed', rawRequest('GET http://[/health/live'), 404, 'not_found'],
    ['the URL of an unknown path', rawRequest('GET http://x/nowhere'), 404, 'not_found'],
    ['a URL with another scheme', rawRequest('GET ftp://x/health/live'), 404, 'not_found'],
    [
      'Content-Length and Transfer-Encoding',
      rawRequest('POST /', ['Transfer-Encoding: chunked'], ''),
      400,
      'parse_error',
    ],
    [
      'two Transfer-Encoding headers',
      rawRequest('POST /', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity']),
      400,
      'parse_error',
    ],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'parse_error'],
    ['an unknown method', rawRequest('FOO /health/live'), 400, 'parse_error'],
  ])('gets a problem document: %s', async (_, bytes, status, code) => {
    const { statuses, bodies, text } = await exchange(bytes);
    expect(statuses).toEqual([status]);
    expect(text).toContain('Content-Type: application/problem+json; charset=utf-8\r\n');
    expect(bodies).toEqual([
      {
        type: `urn:daybook:problem:${code.replaceAll('_', '-')}`,
        title: expect.any(String),
        status,
        detail: expect.stringMatching(/^[A-Z].*\.$/),
        code,
        request_id: /^X-Request-Id: (.*)\r$/m.exec(text)![1],
      },
    ]);
  });

  it('gets the problem after the responses to the requests before it', async () => {
    const connect = 'CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n';
    const connection = await RawConnection.open(app);
    await connection.send(rawRequest('GET /health/ready').repeat(2) + connect).closed();
    expect(connection.statuses).toEqual([200, 200, 405]);
  });
});

describe('a request in an unusual form', () => {
  it.each([
    ['HTTP/1.0', 'GET /health/live HTTP/1.0\r\n\r\n'],
    ['a whole URL', rawRequest('GET http://x/health/live')],
    ['a whole URL in capitals', rawRequest('GET HTTP://X:80/health/live?')],
    ['an upgrade, which is ignored', rawRequest('GET /health/live', ['Connection: Upgrade', 'Upgrade: h2c'])],
  ])('gets its response: %s', async (_, bytes) => {
    expect(await exchange(bytes)).toMatchObject({ statuses: [200], bodies: [{ status: 'ok' }] });
  });
});

describe('Expect: 100-continue', () => {
  it('gets 100 when the body is read, and then the response', async () => {
    const { path, headers } = await createApproval();
    const connection = await RawConnection.open(app);
    const request = rawRequest(`POST ${path}`, [...headers, 'Expect: 100-continue'], '{}');
    await connection.send(request.slice(0, -2)).received('\r\n\r\n');
    expect(connection.text).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    await connection.send('{}').received('"status":"processing"');
    expect(connection.statuses).toEqual([100, 200]);
  });

  it('gets no 100 without a valid token, and the connection is closed', async () => {
    const { path } = await createApproval();
    const connection = await RawConnection.open(app);
    const request = rawRequest(`POST ${path}`, ['Authorization: Token x', 'Expect: 100-continue'], '{}');
    await connection.send(request.slice(0, -2)).closed();
    expect(connection.statuses).toEqual([401]);
    expect(connection.bodies[0]).toMatchObject({ code: 'authentication_failed' });
  });
});

describe('a repeated header', () => {
  it.each([
    ['Authorization', (token: string) => `Authorization: Token ${token}`],
    ['Authorization, the second invalid', () => 'Authorization: Token x'],
    ['Authorization, the second empty', () => 'authorization:'],
  ])('gets 401 authentication_failed: %s', async (_, second) => {
    const { token, path, headers } = await createApproval();
    for (const order of [
      [...headers, second(token)],
      [second(token), ...headers],
    ]) {
      const { bodies } = await exchange(rawRequest(`POST ${path}`, order, '{}'));
      expect(bodies[0]).toMatchObject({ status: 401, code: 'authentication_failed' });
    }
  });

  it.each([
    ['Content-Type', 'Content-Type: text/plain'],
    ['Idempotency-Key', 'Idempotency-Key: b'],
  ])('gets 400 with the name of the header: %s', async (field, second) => {
    const { path, headers } = await createApproval();
    const request = rawRequest(`POST ${path}`, [...headers, 'Idempotency-Key: a', second], '{}');
    const { bodies } = await exchange(request);
    const error = { in: 'header', field, code: 'repeated', detail: `${field} must not be repeated.` };
    expect(bodies[0]).toMatchObject({ status: 400, code: 'invalid', errors: [error] });
  });

  it('is one list for If-Match', async () => {
    const { path, headers } = await createApproval();
    const versions = ['If-Match: "7"', 'If-Match: "1"'];
    const { statuses } = await exchange(rawRequest(`POST ${path}`, [...headers, ...versions], '{}'));
    expect(statuses).toEqual([200]);
  });

  it('is replaced by a new id for X-Request-Id', async () => {
    const { text } = await exchange(rawRequest('GET /health/live', ['X-Request-Id: a', 'X-Request-Id: b']));
    expect(text).toMatch(/^X-Request-Id: [0-9a-f-]{36}\r$/m);
  });
});
