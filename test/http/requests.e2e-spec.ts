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
