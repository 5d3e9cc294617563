import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { addDays, daysBetween } from '../../src/time/calendar-date.js';
import { type Step, type StepCode, STEPS } from '../../src/recommendations/policy/dunning-steps.js';
import { useApp } from '../support/app.js';
import { type TenantWithLedger, createTenantWithLedger } from '../support/tenant-with-ledger.js';
import { createMigratedDatabase } from '../support/database.js';
import { expectIntactLogs } from '../support/intact-logs.js';
import { PolicyView } from '../support/policy-view.js';
import { type IbmInvoice, parseInvoices } from '../tour/ibm-invoices.js';
import { ThirdsPerson } from './thirds-person.js';

const FILE = '../shared/ledgers/ibm-accounts-receivable.csv';
const FIRST_DAY = '2012-06-01';
/** The most days for which an overdue invoice may have no proposal, and the furthest end of a pause. */
const LONGEST_SILENCE = 60;
const WEEKS = Array.from({ length: 53 }, (_, week) => addDays(FIRST_DAY, week * 7));
const isAvailable = existsSync(FILE);
// Jest does not show console output of a file whose tests are all skipped.
if (!isAvailable) process.stderr.write(`SKIPPED the year of ${FILE}: the file is absent.\n`);

/**
 * The ledger row of an invoice as of a day. Real customers pay within weeks; every eighth invoice here is not paid, so that it
 * passes every stage. Some of these are promised, and the promise is broken.
 */
function rowOf({ number, customer, issuedOn, dueOn, settledOn, amount, disputed }: IbmInvoice, day: string) {
  const isUnpaid = Number(number) % 8 === 0;
  const isPaid = !isUnpaid && settledOn <= day;
  const promiseFrom = addDays(dueOn, 12);
  return {
    invoice_number: number,
    customer_external_id: customer,
    amount: Number(amount),
    currency: 'USD',
    issued_on: issuedOn,
    due_date: dueOn,
    status: isPaid ? 'paid' : 'open',
    settled_on: isPaid ? settledOn : null,
    // A dispute ends after ten weeks.
    disputed: disputed && day <= addDays(dueOn, 70),
    promised_on: Number(number) % 40 === 0 && day >= promiseFrom ? addDays(promiseFrom, 20) : null,
  };
}

/** The number of recommended undecided actions, by the id of each invoice that has undecided ones. */
const UNDECIDED = `
  SELECT invoice_id AS "invoiceId", count(*) FILTER (WHERE is_recommended)::int AS recommended
  FROM action WHERE company_id = $1 AND deleted_at IS NULL AND status IN ('proposed', 'scheduled') GROUP BY 1`;

/** E-mails that were approved or sent, with the order of the contacts on their invoice. */
const CONTACTS = `
  SELECT a.invoice_id AS "invoiceId", a.action_type AS "actionType", a.recommendation, a.content,
         row_number() OVER (PARTITION BY a.invoice_id ORDER BY l.created_at, a.id)::int AS position
  FROM action a JOIN LATERAL (
    SELECT min(created_at) AS created_at FROM approval_log l
    WHERE l.company_id = a.company_id AND l.action_id = a.id AND l.command IN ('approve', 'send', 'complete')) l ON true
  WHERE a.company_id = $1 AND a.status IN ('processing', 'completed') AND a.action_type <> 'task'`;

(isAvailable ? describe : describe.skip)(`R3, R4, R5: a year with ${FILE}`, () => {
  // In the shared database, which has many unanalysed rows, the queries are slow.
  const app = useApp({}, createMigratedDatabase);
  const all = isAvailable ? parseInvoices(readFileSync(FILE, 'utf8')) : [];
  const person = new ThirdsPerson(7);
  /** By invoice id, the last day on which the invoice had an undecided action, was promised or was not overdue. */
  const lastHeard = new Map<string, string>();
  let tenant: TenantWithLedger;
  let policy: PolicyView;
  let previous = new Map<string, string>();

  const put = (body: object) => tenant.client.request('put', '/ledger').send(body).expect(200);

  beforeAll(async () => {
    tenant = await createTenantWithLedger(app);
    policy = await PolicyView.of(app, tenant);
    const keys = [...new Set(all.map(({ customer }) => customer))];
    const customers = keys.map((external_id, index) => ({
      external_id,
      name: `Customer ${external_id}`,
      ...(index % 5 > 0 && { email: `ap@${external_id.toLowerCase()}.example` }),
    }));
    await put({ customers });
  });

  it.each(WEEKS)('%s: leaves no overdue invoice silent without an end that is known', async (day) => {
    app.clock.travelTo(new Date(`${day}T09:30:00Z`));
    const rows = new Map(
      all.filter(({ issuedOn }) => issuedOn <= day).map((invoice) => [invoice.number, rowOf(invoice, day)]),
    );
    const changed = [...rows.values()].filter(
      (row) => previous.get(row.invoice_number) !== JSON.stringify(row),
    );
    await put({ invoices: changed });
    previous = new Map([...rows].map(([number, row]) => [number, JSON.stringify(row)]));
    await tenant.client.request('post', '/recommendations/run').send({}).expect(200);

    const undecided = await tenant.select<{ invoiceId: string; recommended: number }>(UNDECIDED);
    const proposed = new Set(undecided.map(({ invoiceId }) => invoiceId));
    expect(undecided.filter(({ recommended }) => recommended !== 1)).toEqual([]);
    const silent: object[] = [];
    for (const { invoice, decision } of await policy.decisions(day)) {
      const { invoiceId, dueOn, promisedOn } = invoice;
      const isExcused = dueOn >= day || (promisedOn !== null && promisedOn >= day);
      if (proposed.has(invoiceId) || isExcused) lastHeard.set(invoiceId, day);
      const end = 'quietUntil' in decision ? decision.quietUntil : null;
      const hasEnd = end !== null && end > day && daysBetween(day, end) <= LONGEST_SILENCE;
      const since = daysBetween(lastHeard.get(invoiceId) ?? dueOn, day);
      if ((!proposed.has(invoiceId) && !isExcused && !hasEnd) || since > LONGEST_SILENCE)
        silent.push({ ...invoice, end, since });
    }
    expect(silent).toEqual([]);
    await person.decide(tenant);
  });

  it('has let the person reject, approve, complete and ignore actions, and approve every step of the inbox', async () => {
    for (const count of Object.values(person.counts)) expect(count).toBeGreaterThan(100);
    const steps = await tenant.select<{ recommendation: string }>(
      `SELECT DISTINCT recommendation FROM action WHERE company_id = $1 AND status IN ('processing', 'completed')`,
    );
    // A courtesy reminder is scheduled for the day after the due date, and is superseded by a run of that day.
    const expected = Object.keys(STEPS).filter((code) => code !== 'send_courtesy_reminder');
    expect(steps.map(({ recommendation }) => recommendation).toSorted()).toEqual(expected.toSorted());
  });

  it('has sent no text twice on an invoice, and has introduced the matter before any other letter', async () => {
    type Contact = {
      invoiceId: string;
      actionType: string;
      recommendation: string;
      content: string;
      position: number;
    };
    const contacts = await tenant.select<Contact>(CONTACTS);
    const letters = contacts.filter(({ actionType }) => actionType === 'email');
    expect(letters.length).toBeGreaterThan(100);
    const texts = letters.map(({ invoiceId, content }) => `${invoiceId} ${content}`);
    expect(texts.length - new Set(texts).size).toBe(0);
    const first = letters.filter(({ position }) => position === 1);
    expect(
      first.filter(({ recommendation }) => !(STEPS[recommendation as StepCode] as Step).introduces),
    ).toEqual([]);
  });

  it('has an intact log', () => expectIntactLogs(app, [tenant.company.id]));
});
