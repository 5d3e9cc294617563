import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { AuditService } from '../../src/audit/audit.service.js';
import { CheckpointsService } from '../../src/audit/checkpoints/checkpoints.service.js';
import { groupBy } from '../../src/group-by.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { useApp } from '../support/app.js';
import { withTampering } from '../support/tamper.js';
import { createRichCompany, type RichCompany } from './rich-company.js';
import { type Random, type Targets, TAMPERINGS } from './tamperings.js';

const COUNT = 1_000;
const SEED = Number(process.env.TAMPER_SEED ?? 1);
const WAIT_MS = 120_000;

const folder = await mkdtemp(join(tmpdir(), 'daybook-tampering-'));
afterAll(() => rm(folder, { recursive: true }));
const app = useApp({ DATA_DIR: folder });

let tenant: RichCompany;
let company: CompanyId;
let targets: Targets;
const verify = () => app.nest.get(AuditService).verify(company);
const take = () => app.nest.get(CheckpointsService).take(company, WAIT_MS);

beforeAll(async () => {
  tenant = await createRichCompany(app);
  company = await app.nest.get(OperatorAdmission).admit(tenant.company.id);
  await take();
  const entries = await tenant.select<{ id: string; seq: string; action_id: string }>(
    'SELECT id, seq, action_id FROM approval_log WHERE company_id = $1 ORDER BY approval_log.seq',
  );
  const actions = await tenant.select<{ id: string }>(
    'SELECT id FROM action WHERE company_id = $1 ORDER BY id',
  );
  targets = {
    company,
    old: tenant.old,
    actions: actions.map(({ id }) => id).filter((id) => !tenant.old.includes(id)),
    entries: groupBy(entries, ({ action_id }) => action_id),
  };
});

/** Mulberry32, so that a failed run can be repeated. */
function randomOf(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, pick: (items) => items[below(items.length)]! };
}

it('finds nothing in an untouched company with every kind of entry', async () => {
  expect(await verify()).toMatchObject({ broken: [], broken_count: 0, checkpoints: { compared: 1 } });
});

it(`finds each of ${COUNT} tamperings with the log, the actions or both`, async () => {
  const kinds = Object.entries(TAMPERINGS);
  const checks = new Map<string, number>();
  const missed: string[] = [];
  for (let index = 0; index < COUNT; index++) {
    const random = randomOf(SEED * COUNT + index);
    const [kind, tamper] = kinds[index % kinds.length]!;
    let done = '';
    const report = await withTampering(
      app,
      async (manager) => void (done = await tamper(manager, targets, random)),
      verify,
    );
    if (report.broken_count === 0) missed.push(`${index}: ${kind}: ${done}`);
    for (const check of new Set(report.broken.map((finding) => finding.check)))
      checks.set(check, (checks.get(check) ?? 0) + 1);
  }
  process.stdout.write(`Found by: ${JSON.stringify(Object.fromEntries(checks))}\n`);
  expect(missed).toEqual([]);
  expect((await verify()).broken).toEqual([]);
}, 1_200_000);

it('finds nothing while clients write', async () => {
  const writing = { isDone: false };
  const write = async () => {
    for (let round = 0; round < 30; round++) {
      const { body } = await tenant.propose(await tenant.anOpenInvoice({}));
      const [first, second] = (body.actions as { id: string }[]).map(({ id }) => id) as [string, string];
      await tenant.client.request('patch', `/actions/${second}`).send({ content: `Draft ${round}` });
      await tenant.client.perform('approve', first);
    }
  };
  const verifyUntilDone = async () => {
    while (!writing.isDone) {
      await take();
      expect((await verify()).broken).toEqual([]);
    }
  };
  const verifying = verifyUntilDone();
  await Promise.all([write(), write(), write()]).finally(() => (writing.isDone = true));
  await verifying;
  await take();
  const report = await verify();
  expect(report.broken).toEqual([]);
  expect(report.checkpoints.compared).toBeGreaterThan(1);
}, 600_000);
