import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { RawConnection, rawRequest } from '../support/raw-http.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();
/** Far longer than the API takes for a request that does not wait. */
const A_WHILE_MS = 500;

/** Two actions, the requests that approve them, and a lock that delays the first approval. */
async function createApprovals() {
  const { make, company, token } = await createTenant(app);
  const ids = [(await make.anAction(company)).id, (await make.anAction(company)).id] as const;
  const approval = (id: string, ...headers: string[]) =>
    rawRequest(
      `POST /api/companies/${company.id}/actions/${id}/approve`,
      [`Authorization: Token ${token}`, 'Content-Type: application/json', ...headers],
      '{}',
    );
  const lock = app.dataSource.createQueryRunner();
  await lock.startTransaction();
  await lock.query('SELECT id FROM action WHERE id = $1 FOR UPDATE', [ids[0]]);
  const unlock = async () => {
    await lock.rollbackTransaction();
    await lock.release();
  };
  const statuses = async () => {
    const rows = await app.dataSource.query<{ id: string; status: string }[]>(
      'SELECT id, status FROM action WHERE id = ANY ($1)',
      [ids],
    );
    return ids.map((id) => rows.find((row) => row.id === id)!.status);
  };
  return { ids, approval, unlock, statuses };
}

it('the server has the timeouts of the API, copied by hand', () => {
  expect(app.nest.getHttpServer()).toMatchObject({
    keepAliveTimeout: 75_000,
    headersTimeout: 15_000,
    requestTimeout: 300_000,
    timeout: 60_000,
    connectionsCheckingInterval: 2_500,
  });
});

describe('pipelined requests', () => {
  it('are handled one after the other, in order', async () => {
    const { ids, approval, unlock, statuses } = await createApprovals();
    const connection = await RawConnection.open(app);
    connection.send(approval(ids[0]) + approval(ids[1]) + rawRequest('GET /health/live'));
    await sleep(A_WHILE_MS);
    expect(await statuses()).toEqual(['proposed', 'proposed']);
    expect(connection.text).toBe('');
    await unlock();
    await connection.received('"status":"ok"');
    expect(connection.statuses).toEqual([200, 200, 200]);
    expect(connection.bodies.map(({ id }) => id)).toEqual([...ids, undefined]);
    expect(await statuses()).toEqual(['processing', 'processing']);
  });

  it('are no longer handled when a response cannot be sent, because the client has gone', async () => {
    const { ids, approval, unlock, statuses } = await createApprovals();
    const connection = await RawConnection.open(app);
    connection.send(approval(ids[0]) + rawRequest('GET /health/ready').repeat(3) + approval(ids[1]));
    await sleep(A_WHILE_MS);
    connection.socket.destroy();
    await unlock();
    await sleep(A_WHILE_MS);
    expect((await statuses())[1]).toBe('proposed');
  });

  it('are not handled after a request with Connection: close', async () => {
    const { ids, approval, unlock, statuses } = await createApprovals();
    await unlock();
    const connection = await RawConnection.open(app);
    connection.send(approval(ids[0], 'Connection: close') + approval(ids[1]));
    await connection.closed();
    expect(connection.statuses).toEqual([200]);
    expect(await statuses()).toEqual(['processing', 'proposed']);
  });

  it('may have bodies that arrive later', async () => {
    const { ids, approval, unlock, statuses } = await createApprovals();
    const connection = await RawConnection.open(app);
    const second = approval(ids[1]);
    connection.send(approval(ids[0]) + second.slice(0, -1));
    await sleep(A_WHILE_MS);
    connection.send(second.slice(-1) + rawRequest('GET /health/live'));
    await unlock();
    await connection.received('"status":"ok"');
    expect(connection.statuses).toEqual([200, 200, 200]);
    expect(await statuses()).toEqual(['processing', 'processing']);
  });

  it('are all responded to, by the hundred', async () => {
    const connection = await RawConnection.open(app);
    connection.send(rawRequest('GET /health/live').repeat(300) + rawRequest('GET /nowhere'));
    await connection.received('no such path');
    expect(connection.statuses).toEqual([...Array.from({ length: 300 }, () => 200), 404]);
  });

  it('close the connection if more than 500 of them wait', async () => {
    const { ids, approval, unlock, statuses } = await createApprovals();
    const connection = await RawConnection.open(app);
    connection.send(approval(ids[0]) + rawRequest('GET /health/live').repeat(600));
    expect(await connection.closed()).toBe('');
    await unlock();
    expect((await statuses())[1]).toBe('proposed');
    const other = await RawConnection.open(app);
    await other.send(rawRequest('GET /health/live')).received('"status":"ok"');
  });
});

describe('invalid HTTP behind a request', () => {
  it('gets 400 after the response to the request', async () => {
    const { ids, approval, unlock, statuses } = await createApprovals();
    const connection = await RawConnection.open(app);
    connection.send(`${approval(ids[0])}garbage\r\n\r\n`);
    await sleep(A_WHILE_MS);
    await unlock();
    await connection.closed();
    expect(connection.statuses).toEqual([200, 400]);
    expect(connection.bodies).toMatchObject([{ id: ids[0], status: 'processing' }, { code: 'parse_error' }]);
    expect((await statuses())[0]).toBe('processing');
  });

  it('gets 400 after the responses to all requests before it', async () => {
    const connection = await RawConnection.open(app);
    connection.send(`${rawRequest('GET /health/ready').repeat(3)}garbage\r\n\r\n`);
    await connection.closed();
    expect(connection.statuses).toEqual([200, 200, 200, 400]);
  });

  it('is the response to the request if it is in its body', async () => {
    const { ids, approval, unlock, statuses } = await createApprovals();
    await unlock();
    const chunked = (id: string, body: string) =>
      `${approval(id, 'X-Request-Id: desk-7', 'Transfer-Encoding: chunked')
        .replace(/Content-Length: 2\r\n/, '')
        .slice(0, -2)}${body}`;
    const connection = await RawConnection.open(app);
    connection.send(chunked(ids[0], '2\r\n{}\r\n0\r\n\r\n') + chunked(ids[1], '1\r\n{\r\nnonsense\r\n'));
    await connection.closed();
    expect(connection.statuses).toEqual([200, 400]);
    expect(connection.bodies[1]).toMatchObject({ code: 'parse_error' });
    expect(await statuses()).toEqual(['processing', 'proposed']);

    const single = await RawConnection.open(app);
    single.send(chunked(ids[1], '1\r\n{\r\n'));
    await sleep(A_WHILE_MS);
    await single.send('nonsense\r\n').closed();
    expect(single.statuses).toEqual([400]);
    expect(single.bodies[0]).toMatchObject({ code: 'parse_error', request_id: 'desk-7' });
  });

  it('is the response to a request that has not started, because others came before it', async () => {
    const connections = await Promise.all(Array.from({ length: 20 }, () => RawConnection.open(app)));
    for (const connection of connections)
      await connection.send(rawRequest('GET /health/live')).received('"status":"ok"');
    for (const connection of connections) {
      connection.send(rawRequest('POST /api/companies', ['Content-Length: 5']));
      connection.socket.end();
    }
    for (const connection of connections) {
      await connection.closed();
      expect(connection.statuses.at(-1)).toBeGreaterThanOrEqual(400);
    }
    expect(connections.map(({ statuses }) => statuses.at(-1))).toContain(400);
  });
});
