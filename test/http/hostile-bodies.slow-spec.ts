import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Factories } from '../support/factories.js';
import { APPROVALS, bomb, LEDGERS, largeLedger, listOf } from '../support/hostile-bodies.js';
import { createInstallation, type Installation } from '../support/installation.js';
import { killProcesses } from '../support/processes.js';
import { startWithProbe, type ProbedServer } from '../support/probed-server.js';
import { removeFolders } from '../support/folders.js';

/** The promise is 50 ms. The bound leaves room for the threads that collect garbage, whose time on the processor counts too. */
const MAX_BLOCKED_MS = 150;
const MAX_GROWTH = 100e6;
/** The resident memory also has the garbage that V8 has not collected yet. */
const MAX_GROWTH_WITH_GARBAGE = 250e6;

let installation: Installation;
let server: ProbedServer;

beforeAll(async () => {
  installation = await createInstallation();
  server = await startWithProbe(installation);
  // The first requests compile the code.
  for (let n = 0; n < 3; n += 1) await put(largeLedger());
});
afterAll(async () => {
  await server.stop('SIGTERM');
  await installation.dataSource.destroy();
  await killProcesses();
  await removeFolders();
});

async function send(method: string, path: string, body: string | Buffer, headers = {}): Promise<number> {
  const url = `${server.url}/api/companies/${installation.company.id}${path}`;
  const all = { ...installation.headers, ...headers };
  const response = await fetch(url, { method, body: Buffer.from(body), headers: all });
  await response.arrayBuffer();
  return response.status;
}
const put = (body: string | Buffer, headers = {}) => send('PUT', '/ledger', body, headers);

describe('the event loop is not blocked', () => {
  it.each(LEDGERS)('by PUT ledger with %s', async (_, body) => {
    const bytes = body();
    await server.highest();
    for (const headers of [{}, { 'Idempotency-Key': 'a' }]) {
      const status = await put(bytes, headers);
      expect([200, 400, 422]).toContain(status);
    }
    expect((await server.highest()).blockedCpuMs).toBeLessThan(MAX_BLOCKED_MS);
  });

  it.each(APPROVALS)('by an approval with %s', async (_, body) => {
    const { id } = await new Factories(installation.dataSource).anAction(installation.company);
    const bytes = body();
    await server.highest();
    const status = await send('POST', `/actions/${id}/approve`, bytes, { 'Idempotency-Key': id });
    expect([200, 400]).toContain(status);
    expect((await server.highest()).blockedCpuMs).toBeLessThan(MAX_BLOCKED_MS);
  });

  it('by several bodies that are read at once', async () => {
    const bodies = [listOf('invoices', '{}', 199_000 * 3), largeLedger(), listOf('a', '0', 400_000)];
    await server.highest();
    await Promise.all([...bodies, ...bodies, ...bodies].map((body) => put(body)));
    expect((await server.highest()).blockedCpuMs).toBeLessThan(MAX_BLOCKED_MS);
  });
});

describe('the memory of the process', () => {
  it('grows by a bounded amount when a client sends 20 bodies of 10 MiB at once, not one after the other', async () => {
    const bodies = [largeLedger(), listOf('a', `"${'é'.repeat(60)}"`), listOf('invoices', '{}')];
    for (const body of [...bodies, ...bodies]) await put(body);
    const before = await server.highest();
    const statuses = await Promise.all(Array.from({ length: 20 }, (_, n) => put(bodies[n % bodies.length]!)));
    expect([200, 400, 429]).toEqual(expect.arrayContaining(statuses));
    expect((await server.highest()).rssBytes - before.rssBytes).toBeLessThan(MAX_GROWTH_WITH_GARBAGE);
  });

  it('grows by less than 100 MB when a body inflates to 10 GiB, which is 413', async () => {
    const body = bomb();
    const before = await server.highest();
    expect(await put(body, { 'Content-Encoding': 'gzip' })).toBe(413);
    const { rssBytes, blockedCpuMs } = await server.highest();
    expect(rssBytes - before.rssBytes).toBeLessThan(MAX_GROWTH);
    expect(blockedCpuMs).toBeLessThan(MAX_BLOCKED_MS);
  });
});
