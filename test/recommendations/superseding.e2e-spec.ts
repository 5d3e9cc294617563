import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { type TenantWithLedger, createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { raceBehindLock } from '../support/race-behind-lock.js';

const app = useApp();

/** An invoice due on this day gets a friendly reminder as of June 30, 2021, and a first notice as of July 2. */
const DUE = '2021-06-24';
const [FIRST_DAY, NEXT_DAY, NEXT_STAGE] = ['2021-06-30', '2021-07-01', '2021-07-02'];
const ALL_OF = (table: string) =>
  `SELECT xmin::text, ctid::text, to_jsonb(t) AS row FROM ${table} t WHERE company_id = $1 ORDER BY id`;

const allRows = async (tenant: TenantWithLedger) => [
  await tenant.select(ALL_OF('recommendation')),
  await tenant.select(ALL_OF('action')),
  await tenant.select(ALL_OF('approval_log')),
];

interface StoredAction {
  id: string;
  version: number;
  updated_at: Date;
  deleted_at: Date | null;
  status: string;
  recommendation: string;
  written_by: string;
}
const actions = (tenant: TenantWithLedger) =>
  tenant.select<StoredAction>(
    `SELECT *, xmin::text AS written_by FROM action WHERE company_id = $1 ORDER BY id`,
  );

describe('a second run of the policy', () => {
  it('writes no row if nothing changed', async () => {
    const tenant = await createTenantWithLedger(app);
    for (const dueOn of [DUE, '2021-07-01', '2021-03-01']) await tenant.anOpenInvoice({ dueOn });
    await tenant.anOpenInvoice({ dueOn: '2021-06-01', disputed: true });
    expect(await tenant.runPolicy(FIRST_DAY)).toEqual({ created: 4, kept: 0, superseded: 0 });
    const before = await allRows(tenant);
    expect(await tenant.runPolicy(FIRST_DAY)).toEqual({ created: 0, kept: 4, superseded: 0 });
    expect(await allRows(tenant)).toEqual(before);
  });

  it('on the next day keeps unchanged recommendations', async () => {
    const tenant = await createTenantWithLedger(app);
    await tenant.anOpenInvoice({ dueOn: DUE });
    await tenant.runPolicy(FIRST_DAY);
    const before = await allRows(tenant);
    expect(await tenant.runPolicy(NEXT_DAY)).toEqual({ created: 0, kept: 1, superseded: 0 });
    expect(await allRows(tenant)).toEqual(before);
  });

  it('at the same time as the first waits for it and keeps its recommendations', async () => {
    const tenant = await createTenantWithLedger(app);
    for (let count = 0; count < 5; count++) await tenant.anOpenInvoice({ dueOn: DUE });
    const invoices = 'SELECT FROM invoice WHERE company_id = $1 FOR UPDATE';
    const run = () => tenant.runPolicy(FIRST_DAY);
    const settled = await raceBehindLock(app.dataSource, [invoices, tenant.company.id], [run, run]);
    expect(settled).toEqual(
      expect.arrayContaining([
        { status: 'fulfilled', value: { created: 5, kept: 0, superseded: 0 } },
        { status: 'fulfilled', value: { created: 0, kept: 5, superseded: 0 } },
      ]),
    );
    expect(await actions(tenant)).toHaveLength(10);
  });
});

describe('a run of the policy with another recommendation', () => {
  it('soft-deletes untouched actions, logs that, and creates new ones in one transaction', async () => {
    const tenant = await createTenantWithLedger(app);
    await tenant.anOpenInvoice({ dueOn: DUE });
    await tenant.runPolicy(FIRST_DAY);
    const before = await actions(tenant);
    expect(await tenant.runPolicy(NEXT_STAGE)).toEqual({ created: 1, kept: 0, superseded: 1 });

    const after = await actions(tenant);
    const superseded = after.filter(({ deleted_at }) => deleted_at !== null);
    const created = after.filter(({ deleted_at }) => deleted_at === null);
    expect(superseded.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(superseded.map(({ updated_at, status }) => [updated_at, status])).toEqual(
      before.map(({ updated_at }) => [updated_at, 'proposed']),
    );
    expect(created.map(({ recommendation }) => recommendation)).toEqual([
      'send_first_notice',
      'call_customer',
    ]);

    const log = await tenant.select<{ created_at: Date; written_by: string }>(
      `SELECT *, xmin::text AS written_by FROM approval_log
       WHERE company_id = $1 AND command = 'supersede' ORDER BY action_id`,
    );
    expect(log).toMatchObject(
      superseded.map(({ id, deleted_at }) => ({
        action_id: id,
        command: 'supersede',
        actor: 'system',
        from_status: 'proposed',
        to_status: 'proposed',
        approved_by: null,
        created_at: deleted_at,
      })),
    );
    expect(new Set([...after, ...log].map(({ written_by }) => written_by)).size).toBe(1);
  });

  it('does not change actions that a person has decided', async () => {
    const tenant = await createTenantWithLedger(app);
    const commands = ['approve', 'reject', 'send', 'cancel', 'complete'] as const;
    for (const command of commands) {
      const { id: invoice_id } = await tenant.anOpenInvoice({ dueOn: DUE });
      await tenant.runPolicy(FIRST_DAY);
      const [reminder] = (await tenant.client.list({ invoice_id })).body.data;
      await tenant.client.perform(command, reminder.id).expect(200);
    }
    const decided = (await actions(tenant)).filter(({ status }) => status !== 'proposed');
    await tenant.runPolicy(NEXT_STAGE);
    const after = await actions(tenant);
    expect(decided).toHaveLength(5);
    expect(after.filter(({ status }) => status !== 'proposed')).toEqual(decided);
  });

  it.each(['paid', 'void'])('supersedes the actions on an invoice that became %s', async (status) => {
    const tenant = await createTenantWithLedger(app);
    const { id } = await tenant.anOpenInvoice({ dueOn: DUE });
    await tenant.runPolicy(FIRST_DAY);
    await tenant.select('UPDATE invoice SET status = $2 WHERE company_id = $1 AND id = $3', status, id);
    expect(await tenant.runPolicy(FIRST_DAY)).toEqual({ created: 0, kept: 0, superseded: 1 });
    expect((await tenant.client.list()).body.count).toBe(0);
    expect((await tenant.client.list({ include_deleted: true })).body.count).toBe(2);
  });

  it('supersedes a courtesy e-mail that is still scheduled after the due date', async () => {
    const tenant = await createTenantWithLedger(app);
    await tenant.anOpenInvoice({ dueOn: FIRST_DAY });
    await tenant.runPolicy(FIRST_DAY);
    expect(await tenant.runPolicy(NEXT_DAY)).toEqual({ created: 1, kept: 0, superseded: 1 });
    const [log] = await tenant.select<object>(
      `SELECT * FROM approval_log WHERE company_id = $1 AND command = 'supersede'`,
    );
    expect(log).toMatchObject({ command: 'supersede', from_status: 'scheduled', to_status: 'scheduled' });
  });

  it('creates a draft with the new amount if the amount changed', async () => {
    const tenant = await createTenantWithLedger(app);
    await tenant.anOpenInvoice({ dueOn: DUE });
    await tenant.runPolicy(FIRST_DAY);
    await tenant.select('UPDATE invoice SET amount = 99.50, balance = 99.50 WHERE company_id = $1');
    expect(await tenant.runPolicy(FIRST_DAY)).toEqual({ created: 1, kept: 0, superseded: 1 });
    const [{ subject }] = (await tenant.client.list({ category: 'needs_action' })).body.data;
    expect(subject).toContain('$99.50');
  });

  it('either approves or supersedes each action during simultaneous approvals', async () => {
    const tenant = await createTenantWithLedger(app);
    for (let count = 0; count < 8; count++) await tenant.anOpenInvoice({ dueOn: DUE });
    await tenant.runPolicy(FIRST_DAY);
    const inbox = (await tenant.client.list({ category: 'needs_action' })).body.data as { id: string }[];
    const approvals = inbox.map(({ id }) => retryOn503(() => tenant.client.perform('approve', id)));
    const [responses] = await Promise.all([Promise.all(approvals), tenant.runPolicy(NEXT_STAGE)]);
    const stored = new Map((await actions(tenant)).map((action) => [action.id, action]));
    const outcomes = inbox.map(({ id }, index) => {
      const { status, deleted_at } = stored.get(id)!;
      return [responses[index]!.body.code ?? 'approved', status, deleted_at ? 'deleted' : 'kept'].join(', ');
    });
    const possible = ['approved, processing, kept', 'action_deleted, proposed, deleted'];
    expect(outcomes.filter((outcome) => !possible.includes(outcome))).toEqual([]);
  });
});
