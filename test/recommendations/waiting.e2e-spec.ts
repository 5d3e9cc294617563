import { describe, expect, it } from '@jest/globals';
import type { Action } from '../../src/actions/store/action.entity.js';
import { useApp } from '../support/app.js';
import { createTenantWithLedger } from '../support/tenant-with-ledger.js';

const app = useApp();
const today = () => new Date().toISOString().slice(0, 10);
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

/** The recommendation as of June 30, 2021 for an invoice that is 10 days overdue and has these actions. */
async function recommendedAfter(...actions: Partial<Action>[]): Promise<string> {
  const tenant = await createTenantWithLedger(app);
  const { id: invoiceId, customerId } = await tenant.anOpenInvoice({ dueOn: '2021-06-20' });
  const known = { ...completed('2021-01-04'), recommendation: 'announce' };
  for (const action of [known, ...actions])
    await tenant.make.anAction(tenant.company, { invoiceId, customerId, ...action });
  await tenant.runPolicy('2021-06-30');
  const [row] = await tenant.select<{ recommendation: string }>(
    `SELECT recommendation FROM action
     WHERE company_id = $1 AND recommendation_id IS NOT NULL AND is_recommended`,
  );
  return row!.recommendation;
}

const completed = (day: string): Partial<Action> => ({
  status: 'completed',
  executedAt: new Date(`${day}T23:59:59Z`),
});
/** An agent's e-mail, which is no step of the policy. */
const sent = (day: string) => ({ ...completed(day), recommendation: 'write_a_sonnet' });
const NEXT_STEP = 'send_second_reminder';

describe('a run of the policy after earlier actions', () => {
  it.each<[string, string, Partial<Action>]>([
    ['an e-mail was sent today', 'wait_for_customer', completed('2021-06-30')],
    ['an e-mail was sent seven days ago', 'wait_for_customer', completed('2021-06-23')],
    ['an e-mail was sent eight days ago', NEXT_STEP, sent('2021-06-22')],
    [
      'an e-mail was sent three days ago, and the response deadline was yesterday',
      NEXT_STEP,
      { ...sent('2021-06-27'), responseDeadline: new Date('2021-06-29T17:00:00Z') },
    ],
    [
      'a call was made three days ago',
      'wait_for_customer',
      { ...completed('2021-06-27'), actionType: 'call' },
    ],
    [
      'a task was done fifteen days ago',
      NEXT_STEP,
      { ...completed('2021-06-15'), recommendation: 'audit', actionType: 'task' },
    ],
    [
      'an e-mail was approved three days ago',
      'wait_for_customer',
      { status: 'processing', updatedAt: new Date('2021-06-27T12:00:00Z') },
    ],
    [
      'an e-mail was cancelled by the system three days ago',
      NEXT_STEP,
      { status: 'cancelled', updatedAt: new Date('2021-06-27T12:00:00Z') },
    ],
    ['an e-mail was sent two days after the run’s date', NEXT_STEP, sent('2021-07-02')],
  ])('if %s, recommends %s', async (_title, expected, before) => {
    expect(await recommendedAfter(before)).toBe(expected);
  });

  it('considers the last contact before the day of the run, even if there is a later one', async () => {
    expect(await recommendedAfter(completed('2021-06-27'), completed('2021-07-05'))).toBe(
      'wait_for_customer',
    );
  });

  it('lists wait_for_customer under awaiting_customer, with the next step as the alternative', async () => {
    const tenant = await createTenantWithLedger(app);
    const { id: invoice, customerId } = await tenant.anOpenInvoice({ dueOn: daysAgo(10) });
    const known = { ...completed('2021-01-04'), recommendation: 'announce' };
    await tenant.make.anAction(tenant.company, { invoiceId: invoice, customerId, ...known });
    await tenant.runPolicy(today());
    const [reminder] = (await tenant.client.list({ category: 'needs_action' })).body.data;
    await tenant.client.perform('send', reminder.id).expect(200);
    expect(await tenant.runPolicy(today())).toEqual({ created: 1, kept: 0, superseded: 1 });

    const { body } = await tenant.client.list({ category: 'awaiting_customer' });
    expect(body).toMatchObject({
      count: 1,
      data: [{ recommendation: 'wait_for_customer', action_required: false, invoice: { id: invoice } }],
    });
    expect((await tenant.client.list({ category: 'needs_action' })).body.count).toBe(0);
    const { data } = (await tenant.client.list({ category: 'alternatives', invoice_id: invoice })).body;
    expect(data.map(({ recommendation }: { recommendation: string }) => recommendation)).toEqual([
      'call_customer',
    ]);
    expect(await tenant.runPolicy(today())).toEqual({ created: 0, kept: 1, superseded: 0 });
  });
});
