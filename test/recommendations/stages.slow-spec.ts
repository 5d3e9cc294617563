import { beforeAll, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { type TenantWithLedger, createTenantWithLedger } from '../support/tenant-with-ledger.js';

const app = useApp();

/** The first and last day of each stage as of June 30, 2021, and the alternatives, copied by hand. */
const STAGES: [dueDate: string, daysOverdue: number, recommended: string | null, alternative?: string][] = [
  ['2021-07-04', -4, null],
  ['2021-07-03', -3, 'send_courtesy_reminder'],
  ['2021-06-30', 0, 'send_courtesy_reminder'],
  ['2021-06-29', 1, 'send_friendly_reminder', 'call_customer'],
  ['2021-06-23', 7, 'send_friendly_reminder', 'call_customer'],
  ['2021-06-22', 8, 'send_second_reminder', 'call_customer'],
  ['2021-06-09', 21, 'send_second_reminder', 'call_customer'],
  ['2021-06-08', 22, 'call_customer', 'request_payment_date'],
  ['2021-05-16', 45, 'call_customer', 'request_payment_date'],
  ['2021-05-15', 46, 'send_final_notice', 'escalate_internally'],
  ['2021-04-01', 90, 'send_final_notice', 'escalate_internally'],
  ['2021-03-31', 91, 'escalate_internally', 'call_for_payment_plan'],
];

const CONTACTED = new Date('2021-01-04T09:00:00Z');

interface Row {
  recommendation: string;
  is_recommended: boolean;
  status: string;
  action_type: string;
  urgency_score: number;
  scheduled_for: Date;
  subject: string;
  content: string;
  action_required: boolean;
}

let tenant: TenantWithLedger;
const ids = new Map<string, string>();

const actionsOn = (invoice: string) =>
  tenant.select<Row>(
    `SELECT * FROM action WHERE company_id = $1 AND invoice_id = $2 AND recommendation_id IS NOT NULL
     ORDER BY is_recommended DESC`,
    ids.get(invoice),
  );

beforeAll(async () => {
  tenant = await createTenantWithLedger(app);
  const { id: customerId } = await tenant.make.aCustomer(tenant.company, { name: 'Acme Supply' });
  for (const [dueOn] of STAGES) {
    const invoice = await tenant.anOpenInvoice({ customerId, dueOn, invoiceNumber: `INV-${dueOn}` });
    ids.set(dueOn, invoice.id);
    // The customer knows about the invoice; a first contact has texts of its own.
    const contact = { status: 'completed', recommendation: 'announce', executedAt: CONTACTED } as const;
    await tenant.make.anAction(tenant.company, { customerId, invoiceId: invoice.id, ...contact });
  }
  ids.set('disputed', (await tenant.anOpenInvoice({ dueOn: '2021-06-01', disputed: true })).id);
  ids.set('large', (await tenant.anOpenInvoice({ dueOn: '2021-06-29', amount: '90000.00' })).id);
});

describe('a run of the dunning policy', () => {
  it('creates one recommendation for each open invoice that is due soon or overdue', async () => {
    expect(await tenant.runPolicy('2021-06-30')).toEqual({ created: 13, kept: 0, superseded: 0 });
  });

  it.each(STAGES)(
    'recommends for an invoice due on %s (%i days overdue): %s, or else %s',
    async (due, _days, ...alternatives) => {
      const rows = await actionsOn(due);
      const expected = alternatives.filter(Boolean);
      expect(rows.map(({ recommendation }) => recommendation)).toEqual(expected);
      expect(rows.map(({ is_recommended }) => is_recommended)).toEqual(
        expected.map((_, index) => index === 0),
      );
    },
  );

  it('schedules the courtesy e-mail for the day after the due date', async () => {
    for (const [due, dayAfter] of [
      ['2021-07-03', '2021-07-04'],
      ['2021-06-30', '2021-07-01'],
    ]) {
      const [courtesy] = await actionsOn(due!);
      expect(courtesy).toMatchObject({ action_type: 'email', status: 'scheduled' });
      expect(courtesy!.scheduled_for).toEqual(new Date(`${dayAfter}T09:00:00Z`));
    }
  });

  it('creates all other actions with the status proposed', async () => {
    for (const [due, days] of STAGES.filter(([, days]) => days > 0)) {
      const statuses = (await actionsOn(due)).map(({ status, action_required }) => [status, action_required]);
      expect([days, ...statuses]).toEqual([days, ['proposed', true], ['proposed', true]]);
    }
  });

  it('recommends a task or a call on a disputed invoice, and no e-mail', async () => {
    const rows = await actionsOn('disputed');
    expect(rows.map(({ recommendation, action_type }) => [recommendation, action_type])).toEqual([
      ['resolve_dispute', 'task'],
      ['call_about_dispute', 'call'],
    ]);
  });

  it('drafts a subject and a text with the data of the invoice', async () => {
    const [friendly] = await actionsOn('2021-06-29');
    expect(friendly!.subject).toBe('Friendly reminder: invoice INV-2021-06-29 for $1,250.00');
    expect(friendly!.content).toMatch(
      /^Hello Acme Supply,\n\n.*INV-2021-06-29 for \$1,250\.00, which was due on June 29, 2021/,
    );
  });

  it('increases the urgency with the days overdue and the amount', async () => {
    const urgency = async (invoice: string) => (await actionsOn(invoice))[0]!.urgency_score;
    // The average is 7,589: 1,250 is a sixth of it, rounded to an eighth; 90,000 is rounded to 16 times. 12 full weeks.
    expect(await urgency('2021-06-29')).toBe(7);
    expect(await urgency('2021-03-31')).toBe(33);
    expect(await urgency('large')).toBe(56);
    const all = await Promise.all(STAGES.slice(3).map(([due]) => urgency(due)));
    expect(all).toEqual(all.toSorted((a, b) => a - b));
  });

  it('creates nothing on paid and void invoices, or for other companies', async () => {
    const [tenantWithClosed, otherTenant] = [
      await createTenantWithLedger(app),
      await createTenantWithLedger(app),
    ];
    for (const status of ['paid', 'void'] as const)
      await tenantWithClosed.anOpenInvoice({ dueOn: '2021-06-01', status });
    await otherTenant.anOpenInvoice({ dueOn: '2021-06-01' });
    expect(await tenantWithClosed.runPolicy('2021-06-30')).toEqual({ created: 0, kept: 0, superseded: 0 });
    expect((await otherTenant.client.list()).body.count).toBe(0);
  });
});
