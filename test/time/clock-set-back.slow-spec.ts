import { afterEach, describe, expect, it } from '@jest/globals';
import { ActionsSweep } from '../../src/actions/actions-sweep.js';
import { IdempotencyKey } from '../../src/operations/idempotency-key.entity.js';
import { Idempotency } from '../../src/operations/idempotency.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import { customerRow, invoiceRow, put } from '../ledger-sync/rows.js';
import { useApp } from '../support/app.js';
import { createActions } from '../support/create-actions.js';
import { anEmailAlternative } from '../support/recommendation.js';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';

const app = useApp();
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const BACK: [string, number][] = [
  ['an hour', HOUR_MS],
  ['a day', DAY_MS],
];
/** Just after midnight in UTC, so that an hour earlier is another day. */
const NOW = new Date('2031-06-15T00:30:00Z');

afterEach(() => app.clock.reset());

const fromNow = (ms: number) => new Date(NOW.getTime() + ms).toISOString();

/** A company with an action that expires in two hours, and one that is scheduled for then. */
async function createWaiting() {
  app.clock.travelTo(NOW);
  const tenant = await createTenantWithAgent(app);
  const one = (changes: object) => [anEmailAlternative(changes)];
  const expiring = { expires_at: fromNow(2 * HOUR_MS), alternatives: one({}) };
  await tenant.propose(await tenant.anOpenInvoice({}), expiring).expect(201);
  const scheduled = { alternatives: one({ scheduled_for: fromNow(2 * HOUR_MS) }) };
  await tenant.propose(await tenant.anOpenInvoice({}), scheduled).expect(201);
  return tenant;
}

const statusesOf = async (tenant: TenantWithAgent) => (await tenant.actions()).map(({ status }) => status);
const commandsOf = async (tenant: TenantWithAgent) => (await tenant.log()).map(({ command }) => command);

describe.each(BACK)('after the clock was set back by %s', (_, backMs) => {
  it('no action is swept twice, and none that has ended is opened again', async () => {
    const tenant = await createWaiting();
    app.clock.advance(2 * HOUR_MS + 1);
    await tenant.sweep();
    expect(await statusesOf(tenant)).toEqual(['cancelled', 'proposed']);
    const swept = await commandsOf(tenant);
    expect(swept.toSorted()).toEqual(['cancel', 'wake']);
    for (const ms of [-backMs, backMs]) {
      app.clock.advance(ms);
      await tenant.sweep();
      expect(await statusesOf(tenant)).toEqual(['cancelled', 'proposed']);
      expect(await commandsOf(tenant)).toEqual(swept);
    }
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it('a decision stands, and the log stays in order', async () => {
    app.clock.travelTo(NOW);
    const tenant = await createTenantWithAgent(app);
    const { id } = await tenant.make.anAction(tenant.company);
    await tenant.client.perform('approve', id).expect(200);
    app.clock.advance(-backMs);
    expect((await tenant.client.perform('approve', id).expect(400)).body.code).toBe('invalid_state');
    const { body } = await tenant.client.perform('complete', id).expect(200);
    expect(body.approval_log.map(({ command }: { command: string }) => command)).toEqual([
      'approve',
      'complete',
    ]);
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it('the policy recommends nothing twice, neither an open step nor one that was taken', async () => {
    app.clock.travelTo(NOW);
    const tenant = await createTenantWithAgent(app);
    for (const dueOn of ['2031-06-11', '2031-06-11', '2031-05-01']) await tenant.anOpenInvoice({ dueOn });
    const run = () => tenant.agent.request('post', '/recommendations/run').send({}).expect(200);
    expect((await run()).body).toMatchObject({ created: 3 });
    const { data } = (await tenant.client.list({ category: 'needs_action' })).body as {
      data: { id: string }[];
    };
    await tenant.client.perform('send', data[0]!.id).expect(200);
    // The run after the e-mail recommends to wait for the answer.
    expect((await run()).body).toEqual({ created: 1, kept: 2, superseded: 1 });
    for (const ms of [-backMs, backMs]) {
      app.clock.advance(ms);
      expect((await run()).body).toEqual({ created: 0, kept: 3, superseded: 0 });
    }
  });

  it('a stored response counts for 24 hours from then, and no longer', async () => {
    app.clock.travelTo(NOW);
    const tenant = await createTenantWithAgent(app);
    const { id } = await tenant.make.anAction(tenant.company);
    const approve = () => tenant.client.perform('approve', id).set('Idempotency-Key', 'k1');
    const sweep = () => app.nest.get(Idempotency).sweep();
    const { text } = await approve().expect(200);
    app.clock.advance(-backMs);
    await sweep();
    expect((await approve().expect(200)).text).toBe(text);
    app.clock.advance(DAY_MS - 60_000);
    await sweep();
    expect((await approve().expect(200)).text).toBe(text);
    app.clock.advance(120_000);
    await approve().expect(400);
    await app.dataSource
      .getRepository(IdempotencyKey)
      .update({ companyId: tenant.company.id }, { createdAt: NOW });
    app.clock.travelTo(new Date(NOW.getTime() + DAY_MS + 1));
    await sweep();
    const rows = app.dataSource.getRepository(IdempotencyKey);
    expect(await rows.countBy({ companyId: tenant.company.id })).toBe(0);
  });
});

describe('the history of balances', () => {
  it('does not end a state before it began if the clock was set back by a day', async () => {
    const tenant = await createTenantWithAgent(app);
    const putOn = async (day: string, balance: string) => {
      app.clock.travelTo(new Date(`${day}T12:00:00Z`));
      const invoice = invoiceRow({
        issued_on: '2026-03-01',
        due_date: '2026-03-31',
        amount: '1000.00',
        balance,
      });
      await put(tenant, { customers: [customerRow()], invoices: [invoice] }).expect(200);
    };
    await putOn('2026-04-01', '1000.00');
    await putOn('2026-05-02', '400.00');
    await putOn('2026-05-01', '300.00');
    await putOn('2026-05-03', '200.00');
    app.clock.travelTo(new Date('2026-05-20T12:00:00Z'));
    const totalOn = async (as_of: string) =>
      (await tenant.client.get('/ledger/aging', { as_of }).expect(200)).body.totals[0].total;
    const days = ['2026-04-30', '2026-05-01', '2026-05-02', '2026-05-03', '2026-05-20'];
    const totals = [];
    for (const day of days) totals.push(await totalOn(day));
    expect(totals).toEqual(['1000.00', '1000.00', '300.00', '200.00', '200.00']);
  });
});

describe('a process whose clock is an hour ahead of the database', () => {
  it('ends its sweeps, and leaves what has not expired by the database’s clock', async () => {
    const tenant = await createTenantWithAgent(app);
    const ids = await createActions(app.dataSource, tenant.company, 501);
    await tenant.select(
      `UPDATE action SET expires_at = now() + interval '30 minutes' WHERE company_id = $1 AND id = ANY ($2)`,
      ids,
    );
    app.clock.runAhead(HOUR_MS);
    await app.nest.get(ActionsSweep).run();
    const company = await app.nest.get(OperatorAdmission).admit(tenant.company.id);
    await app.nest.get(ActionsSweep).sweep(company, app.clock.now());
    expect(await tenant.log()).toEqual([]);
  });
});
