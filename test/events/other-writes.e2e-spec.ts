import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CheckpointsService } from '../../src/audit/checkpoints/checkpoints.service.js';
import { EventFeed } from '../../src/events/event-feed.js';
import type { EventType } from '../../src/events/event-types.js';
import { HoldsSweep } from '../../src/holds/holds-sweep.js';
import type { Invoice } from '../../src/ledger/invoice.entity.js';
import { PolicyService } from '../../src/recommendations/policy/policy.service.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { customerRow, invoiceRow, put } from '../ledger-sync/rows.js';
import { useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { raceBehindLock } from '../support/race-behind-lock.js';
import { createTenantWithAgent, type TenantWithAgent } from '../support/tenant-with-agent.js';

const folder = await mkdtemp(join(tmpdir(), 'daybook-events-'));
afterAll(() => rm(folder, { recursive: true }));
// On a database of its own: the sweep of holds looks at all companies.
const app = useApp({ DATA_DIR: folder }, createMigratedDatabase);
const HOUR_MS = 3_600_000;

let tenant: TenantWithAgent;
let company: CompanyId;
let invoice: Invoice;
let seen: string;

beforeEach(async () => {
  tenant = await createTenantWithAgent(app);
  company = await app.nest.get(OperatorAdmission).admit(tenant.company.id);
  invoice = await tenant.anOpenInvoice({ dueOn: '2026-02-01' });
  seen = '0';
});
afterEach(() => app.clock.reset());

/** The events since the last call that concern no action and no recommendation. */
async function news() {
  const { events, next } = await app.nest.get(EventFeed).read(company, seen, {}, 500);
  seen = next;
  return events
    .filter(({ type }) => !/^(action|recommendation|delivery)\./.test(type))
    .map(({ type, actor, requestId, data }) => ({ type, actor, requestId, data: JSON.parse(data) }));
}
const event = (type: EventType, data: object, previous: object = {}, requestId: unknown = 'r-1') => ({
  type,
  actor: requestId === null ? 'system' : 'collections-desk',
  requestId,
  data: { ...data, previous },
});
const request = (method: 'put' | 'patch' | 'post' | 'delete', path: string, body: object = {}) =>
  tenant.client.request(method, path).set('X-Request-Id', 'r-1').send(body).expect(200);

describe('holds', () => {
  const hold = (body: object) => request('put', `/invoices/${invoice.id}/hold`, body);
  const inAnHour = () => new Date(app.clock.now().getTime() + HOUR_MS).toISOString();
  const ids = () => ({ customer_id: null, invoice_id: invoice.id });
  const sweep = () => app.nest.get(HoldsSweep).run();

  it('have events when they are set, replaced and ended, and none if the same is set again', async () => {
    const { cancelled_actions: _, ...first } = (await hold({ reason: 'Dispute.' })).body;
    const inForce = { ended_at: null, ended_by: null };
    expect(await news()).toEqual([event('hold.set', { ...first, ...ids(), ...inForce })]);
    await hold({ reason: 'Dispute.' });
    expect(await news()).toEqual([]);

    const { cancelled_actions: __, ...second } = (await hold({ reason: 'Dispute.', until: inAnHour() })).body;
    const previous = { until: null, created_at: first.created_at };
    expect(await news()).toEqual([event('hold.set', { ...second, ...ids(), ...inForce }, previous)]);

    const ended = (await request('delete', `/invoices/${invoice.id}/hold`)).body;
    expect(await news()).toEqual([event('hold.ended', { ...ended, ...ids() }, inForce)]);
    app.clock.advance(2 * HOUR_MS);
    await sweep();
    expect(await news()).toEqual([]);
  });

  it('have one event when their time has passed, with two workers and a clock that is set back', async () => {
    const until = inAnHour();
    const { body } = await hold({ reason: 'Dispute.', until });
    await news();
    await sweep();
    expect(await news()).toEqual([]);
    app.clock.advance(2 * HOUR_MS);
    // The second begins while the first has marked the hold, and cannot append its event yet.
    let second: Promise<void> | undefined;
    await raceBehindLock(app.dataSource, ['LOCK TABLE event IN EXCLUSIVE MODE'], [sweep], async () => {
      second = sweep();
      await sleep(200);
    });
    await second;
    const { cancelled_actions: _, ...fields } = body;
    const passed = { ...fields, ...ids(), ended_at: until, ended_by: null };
    expect(await news()).toEqual([event('hold.ended', passed, { ended_at: null }, null)]);
    app.clock.advance(-2 * HOUR_MS);
    await sweep();
    app.clock.advance(3 * HOUR_MS);
    await sweep();
    expect(await news()).toEqual([]);
  });

  it('have the event of their end when they are replaced before the sweep', async () => {
    await hold({ reason: 'Dispute.', until: inAnHour() });
    await news();
    app.clock.advance(2 * HOUR_MS);
    await hold({ reason: 'Another dispute.' });
    const events = await news();
    expect(events).toMatchObject([
      { type: 'hold.ended', actor: 'system', requestId: null },
      { type: 'hold.set', data: { reason: 'Another dispute.', previous: {} } },
    ]);
    await sweep();
    expect(await news()).toEqual([]);
  });
});

describe('the ledger and the policy', () => {
  it('have an event with the counts of a sync, and none for a sync that changes nothing', async () => {
    const rows = { customers: [customerRow()], invoices: [invoiceRow()] };
    const { body } = await put(tenant, rows).set('X-Request-Id', 'r-1').expect(200);
    expect(await news()).toEqual([event('ledger.synced', body)]);
    await put(tenant, rows).expect(200);
    expect(await news()).toEqual([]);
    const csv =
      'invoice_number,customer,issued_on,due_date,amount,currency\nF-1,C-9,2026-01-01,2026-02-01,10.00,USD\n';
    const { skipped: _, ...counts } = await tenant.importLedger(csv);
    const none = { created: 0, updated: 0, unchanged: 0 };
    expect(await news()).toEqual([event('ledger.synced', { ...counts, contacts: none }, {}, null)]);
  });

  it('have an event with the counts of a run, and none for a dry run', async () => {
    await app.nest.get(PolicyService).run(company, { dryRun: true });
    expect(await news()).toEqual([]);
    const as_of = new Date().toISOString().slice(0, 10);
    const { body } = await request('post', '/recommendations/run', { as_of });
    expect(body.created).toBe(1);
    expect(await news()).toEqual([event('policy.ran', { ...body, as_of })]);
  });
});

describe('settings and suppressions', () => {
  it('have an event with the earlier values of changed settings, and none without a change', async () => {
    await request('patch', '/settings', { minimum_balances: {} });
    expect(await news()).toEqual([]);
    const first = (await request('patch', '/settings', { minimum_balances: { EUR: '5.00' } })).body;
    const before = { minimum_balances: {}, updated_at: null };
    expect(await news()).toEqual([event('settings.updated', first, before)]);
    const second = (await request('patch', '/settings', { from_name: 'Accounts' })).body;
    const previous = { from_name: null, updated_at: first.updated_at };
    expect(await news()).toEqual([event('settings.updated', second, previous)]);
    await request('patch', '/settings', { from_name: 'Accounts', minimum_balances: { EUR: '5' } });
    expect(await news()).toEqual([]);
  });

  it('keep concurrent first changes, each with its event', async () => {
    const bodies = [{ from_name: 'Accounts' }, { signature: 'Dana' }, { minimum_balances: { EUR: '5.00' } }];
    await Promise.all(bodies.map((body) => request('patch', '/settings', body)));
    const events = await news();
    expect(events).toHaveLength(3);
    expect(events.at(-1)!.data).toMatchObject(Object.assign({}, ...bodies));
  });

  it('have events when a suppression is added and removed', async () => {
    const email = `${randomUUID()}@acme.example`;
    const { body } = await request('post', '/suppressions', { email });
    expect(await news()).toEqual([event('suppression.added', body)]);
    await request('post', '/suppressions', { email });
    expect(await news()).toEqual([]);
    await request('delete', `/suppressions/${body.id}`);
    expect(await news()).toEqual([event('suppression.removed', body)]);
  });
});

it('the event of a checkpoint has what the file has', async () => {
  await tenant.propose(invoice).expect(201);
  await news();
  const checkpoints = app.nest.get(CheckpointsService);
  const { line } = (await checkpoints.take(company, 60_000))!;
  expect(await news()).toEqual([event('checkpoint.created', JSON.parse(line), {}, null)]);
  await checkpoints.take(company, 60_000);
  expect(await news()).toEqual([]);
});
