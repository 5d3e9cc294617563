import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { AuditService } from '../../src/audit/audit.service.js';
import { AuditKey, AuditPublicKey } from '../../src/audit/checkpoints/audit-key.js';
import { isSignedBy } from '../../src/audit/checkpoints/checkpoint.js';
import { CheckpointsService } from '../../src/audit/checkpoints/checkpoints.service.js';
import { Transactions } from '../../src/database/transactions.js';
import { useApp } from '../support/app.js';
import { rehash, withTampering } from '../support/tamper.js';
import { createTenantWithAgent } from '../support/tenant-with-agent.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';

const folder = await mkdtemp(join(tmpdir(), 'daybook-audit-'));
afterAll(() => rm(folder, { recursive: true }));
const app = useApp({ DATA_DIR: join(folder, 'data') });
const WAIT_MS = 60_000;

/** A company with one recommendation of two alternatives, one of them approved, and a checkpoint after that. */
async function createLogs() {
  const tenant = await createTenantWithAgent(app);
  const company = await app.nest.get(OperatorAdmission).admit(tenant.company.id);
  const checkpoints = app.nest.get(CheckpointsService);
  const recommend = async () => {
    const { body } = await tenant.propose(await tenant.anOpenInvoice({})).expect(201);
    const ids = (body.actions as { id: string }[]).map(({ id }) => id);
    await tenant.client.perform('approve', ids[0]!).expect(200);
    return ids as [string, string];
  };
  const take = (waitMs = WAIT_MS) => checkpoints.take(company, waitMs);
  const verify = (file?: string) => app.nest.get(AuditService).verify(company, { checkpointsFile: file });
  const ids = await recommend();
  const first = (await take())!;
  return { ...tenant, company, checkpoints, recommend, take, verify, ids, first };
}

describe('a checkpoint', () => {
  it('signs the log, continues from the one before it, and is not taken without new entries', async () => {
    const { checkpoints, first, take, recommend, verify } = await createLogs();
    expect(first.checkpoint).toMatchObject({ number: 1, actions: 2, entries: 4, previous: null });
    expect(await take()).toBeUndefined();
    await recommend();
    const second = (await take())!;
    expect(second.checkpoint).toMatchObject({ number: 2, actions: 4, entries: 8 });
    const { publicKey } = await checkpoints.key();
    expect([first, second].map((signed) => isSignedBy(signed, publicKey))).toEqual([true, true]);
    expect(await verify()).toMatchObject({
      broken: [],
      checkpoints: { compared: 2, unknown_key: 0, latest: { number: 2, entries: 8 } },
    });
    expect((await stat(checkpoints.keyFile)).mode & 0o777).toBe(0o600);
    expect((await stat(checkpoints.file)).mode & 0o777).toBe(0o600);
  });

  it('is taken once if several processes take it at the same time', async () => {
    const { company, recommend, verify } = await createLogs();
    await recommend();
    const taken = await Promise.all(
      [1, 2, 3, 4].map(() => app.nest.get(CheckpointsService).take(company, WAIT_MS)),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect((await verify()).broken).toEqual([]);
  });

  it('waits for transactions that have written to the log, and covers their entries', async () => {
    const { ids, take, verify, client } = await createLogs();
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const writing = app.nest.get(Transactions).run(async (manager) => {
      // Locks the log like an entry whose number is drawn and not committed yet.
      await manager.query('LOCK TABLE approval_log IN ROW EXCLUSIVE MODE');
      await held;
    });
    await client.perform('reject', ids[0]).expect(200);
    expect(await take(200)).toBeUndefined();
    release();
    await writing;
    expect((await take())!.checkpoint).toMatchObject({ number: 2, entries: 5 });
    expect((await verify()).broken).toEqual([]);
  });

  it('shows that an action was removed with its whole log', async () => {
    const { ids, verify } = await createLogs();
    const remove = async (manager: { query(sql: string, values: unknown[]): Promise<unknown> }) => {
      await manager.query('DELETE FROM approval_log WHERE action_id = $1', [ids[1]]);
      await manager.query('DELETE FROM action WHERE id = $1', [ids[1]]);
    };
    const { broken } = await withTampering(app, remove, verify);
    expect(broken).toEqual([{ action_id: null, entry_id: null, check: 'checkpoint', checkpoint: 1 }]);
  });

  it('shows that a log was rewritten with new hashes, in every later checkpoint too', async () => {
    const { ids, verify, recommend, take } = await createLogs();
    await recommend();
    const { broken } = await withTampering(
      app,
      async (manager) => {
        await manager.query(`UPDATE approval_log SET actor = 'mallory' WHERE action_id = $1`, [ids[0]]);
        await rehash(manager, ids[0]);
        await take();
      },
      verify,
    );
    expect(broken).toEqual([{ action_id: null, entry_id: null, check: 'checkpoint', checkpoint: 1 }]);
  });

  it('shows that an action from before proposals were logged was removed', async () => {
    const tenant = await createTenantWithAgent(app);
    const company = await app.nest.get(OperatorAdmission).admit(tenant.company.id);
    const { id } = await tenant.make.anAction(tenant.company);
    await tenant.make.anAction(tenant.company);
    await tenant.propose(await tenant.anOpenInvoice({})).expect(201);
    const signed = (await app.nest.get(CheckpointsService).take(company, WAIT_MS))!;
    expect(signed.checkpoint).toMatchObject({ actions: 4, entries: 2, unlogged: { count: 2 } });
    expect((await tenant.verify()).broken).toEqual([]);
    const { broken } = await withTampering(
      app,
      (manager) => manager.query('DELETE FROM action WHERE id = $1', [id]),
      tenant.verify,
    );
    expect(broken).toMatchObject([{ check: 'checkpoint_actions', checkpoint: 1 }]);
  });
});

describe('the file of checkpoints', () => {
  it('shows a line that was changed or removed, from a copy that is kept elsewhere', async () => {
    const { company, first, take, recommend, verify } = await createLogs();
    await recommend();
    await take();
    await recommend();
    const third = (await take())!;
    const copy = join(folder, `${company}.jsonl`);
    const forged = { ...third.checkpoint, entries: 11 };
    await writeFile(copy, `${first.line}\n${JSON.stringify({ ...third, checkpoint: forged })}\n`);
    expect((await verify(copy)).broken).toMatchObject([{ check: 'checkpoint_signature', checkpoint: 3 }]);
    const withoutSecond = (await verifyWithoutRows(company, copy, verify)).broken;
    expect(withoutSecond).toMatchObject([{ check: 'checkpoint_signature', checkpoint: 3 }]);
    await writeFile(copy, `${first.line}\n${third.line}\n`);
    expect((await verifyWithoutRows(company, copy, verify)).broken).toMatchObject([
      { check: 'checkpoint_sequence', checkpoint: 3 },
    ]);
  });

  it('may end in a line that was not written completely', async () => {
    const { checkpoints, first, take, recommend, verify } = await createLogs();
    await appendFile(checkpoints.file, first.line.slice(0, 100));
    await recommend();
    expect((await take())!.checkpoint.number).toBe(2);
    expect((await verify()).broken).toEqual([]);
  });

  it('gets the lines from the database if it is lost, and the next checkpoint continues', async () => {
    const { company, checkpoints, first, take, recommend, verify } = await createLogs();
    const lines = (await readFile(checkpoints.file, 'utf8')).split('\n');
    await writeFile(checkpoints.file, lines.filter((line) => line !== first.line).join('\n'));
    await recommend();
    expect((await take())!.checkpoint.number).toBe(2);
    expect(await readFile(checkpoints.file, 'utf8')).toContain(first.line);
    expect((await verify()).broken).toEqual([]);
    expect((await checkpoints.list(company)).map(({ checkpoint }) => checkpoint.number)).toEqual([1, 2]);
  });

  it('is compared as far as the keys are known', async () => {
    const { company, verify } = await createLogs();
    const other = await AuditKey.readOrCreate(join(folder, 'other.pem'));
    const own = await AuditKey.read(app.nest.get(CheckpointsService).keyFile);
    expect(own!.publicKey.id).not.toBe(other.publicKey.id);
    await app.dataSource.query(
      `INSERT INTO audit_checkpoint SELECT company_id, $2, number, taken_at, replace(line, key_id, $2)
       FROM audit_checkpoint WHERE company_id = $1`,
      [company, other.publicKey.id],
    );
    expect(await verify()).toMatchObject({ broken: [], checkpoints: { compared: 1, unknown_key: 1 } });
    const keys = [AuditPublicKey.parse(other.publicKey.pem)];
    const { broken } = await app.nest.get(AuditService).verify(company, { keys });
    expect(broken).toMatchObject([{ check: 'checkpoint_signature', checkpoint: 1 }]);
  });
});

it('takes the checkpoints that are due', async () => {
  const { company, recommend, checkpoints } = await createLogs();
  const numbers = async () => (await checkpoints.list(company)).map(({ checkpoint }) => checkpoint.number);
  await recommend();
  await checkpoints.run();
  expect(await numbers()).toEqual([1]);
  app.clock.advance(7 * 3_600_000);
  await checkpoints.run();
  expect(await numbers()).toEqual([1, 2]);
});

/** Verifies with the checkpoints of a file alone. */
const verifyWithoutRows = <T>(
  company: string,
  file: string,
  verify: (file: string) => Promise<T>,
): Promise<T> =>
  withTampering(
    app,
    (manager) => manager.query('DELETE FROM audit_checkpoint WHERE company_id = $1', [company]),
    () => verify(file),
  );
