import { expect, it } from '@jest/globals';
import { socketOf } from '../../src/database/connection/socket-of.js';
import { poolOf } from '../../src/database/connection/pool.js';
import { useApp } from '../support/app.js';

const app = useApp();
const CHUNK = 64 * 1024;

it('reads at most two chunks of a large result in one turn of the event loop', async () => {
  const client = await poolOf(app.dataSource).connect();
  let most = 0;
  let inTurn = 0;
  const count = (bytes: Buffer): void => {
    if (inTurn === 0) setImmediate(() => (inTurn = 0));
    inTurn += bytes.length;
    most = Math.max(most, inTurn);
  };
  socketOf(client).on('data', count);
  try {
    const result = client.query(`SELECT repeat('x', 1000) AS text FROM generate_series(1, 8000)`);
    await new Promise(setImmediate);
    // Meanwhile the buffers of the connection fill.
    const until = performance.now() + 300;
    while (performance.now() < until);
    expect((await result).rows).toHaveLength(8_000);
    expect(most).toBeGreaterThan(CHUNK / 2);
    expect(most).toBeLessThanOrEqual(2 * CHUNK);
  } finally {
    socketOf(client).off('data', count);
    client.release();
  }
});
