import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';
import { aRecommendation, anEmailAlternative } from '../support/recommendation.js';
import { createTenant, type Tenant } from '../support/tenant.js';
import { put } from '../ledger-sync/rows.js';

const app = useApp();
afterAll(() => app.clock.reset());

/** The days of the company begin at five o'clock in UTC. */
const TIME_ZONE = 'America/New_York';
const NO_COUNTS = { approved: 0, rejected: 0, sent: 0, completed: 0, cancelled: 0 };
const PERIOD = { from: '2026-11-10', to: '2026-11-13' };
const UNDECIDED = 'proposed,scheduled';
const DECISIONS = { from_status: UNDECIDED, by_system: 'false' };
const ACCEPTED = { ...DECISIONS, command: 'approve,send,complete' };
const DECLINED = { ...DECISIONS, command: 'reject,cancel' };

let tenant: Tenant;
let figures: Record<string, any>;

const at = (time: string) => app.clock.travelTo(new Date(`2026-11-${time}Z`));
const invoiceNumber = (n: number) => `INV-${n}`;
const invoices = Array.from({ length: 10 }, (_, n) => ({
  invoice_number: invoiceNumber(n),
  customer_external_id: 'C-1',
  amount: '100.00',
  currency: 'USD',
  issued_on: '2026-09-12',
  due_date: '2026-10-12',
  status: 'open',
}));

async function propose(n: number, recommendation = 'remind', label = 'Remind', more = {}): Promise<string> {
  const alternative = {
    recommendation,
    recommendation_label: label,
    subject: 'Hello',
    content: 'Pay.',
    ...more,
  };
  const body = aRecommendation({
    invoice_number: invoiceNumber(n),
    alternatives: [anEmailAlternative(alternative)],
  });
  const response = await tenant.client.request('post', '/recommendations').send(body).expect(201);
  return response.body.actions[0].id;
}
const edit = (id: string, draft: object) =>
  tenant.client.request('patch', `/actions/${id}`).send(draft).expect(200);

beforeAll(async () => {
  tenant = await createTenant(app);
  const { client } = tenant;
  await client.request('patch', '/settings').send({ time_zone: TIME_ZONE }).expect(200);
  const customers = [{ external_id: 'C-1', name: 'Acme', email: 'ap@acme.example' }];
  await put(tenant, { customers, invoices }).expect(200);

  at('10T12:00:00');
  const [unedited, edited, replaced, rescheduled] = [
    await propose(0),
    await propose(1),
    await propose(2),
    await propose(3, 'remind', 'Remind them'),
  ];
  const [sent, rejected, cancelled] = [
    await propose(4, 'remind'),
    await propose(5, 'call', 'Call'),
    await propose(6, 'call', 'Call'),
    await propose(7, 'call', 'Call'),
  ];
  const scheduled = await propose(8, 'call', 'Call', { scheduled_for: '2026-11-12T12:00:00Z' });
  await propose(9, 'wait', 'Wait');
  // The evening of the same day.
  at('11T04:50:00');
  await client.perform('approve', unedited).expect(200);
  at('11T05:00:00');
  await edit(edited, { content: 'Please pay.' });
  await client.perform('approve', edited).expect(200);
  await client.perform('approve', replaced, { final_subject: 'Hello again' }).expect(200);
  await edit(rescheduled, { urgency_score: 3 });
  await client.perform('approve', rescheduled).expect(200);
  await client.perform('send', sent, { final_content: 'Pay soon.' }).expect(200);
  for (let repeated = 0; repeated < 2; repeated += 1) await client.perform('reject', rejected).expect(200);
  at('12T13:00:00');
  await put(tenant, { invoices: [{ ...invoices[7]!, status: 'paid' }] }).expect(200);
  await client.perform('cancel', cancelled).expect(200);
  await client.perform('complete', scheduled).expect(200);
  await client.perform('complete', unedited).expect(200);
  await client.perform('reject', rescheduled).expect(200);
  await tenant.make.changeDelivery(edited, { status: 'failed' });
  figures = (await client.get('/figures', PERIOD).expect(200)).body;
});

/** How many entries a list has, for the days in the time zone of the company. */
async function entries(query: object, { from, to } = PERIOD): Promise<number> {
  const days = { created_after: from, created_before: to, time_zone: TIME_ZONE, page_size: 1 };
  return (await tenant.client.get('/approval-log', { ...days, ...query }).expect(200)).body.count;
}

describe('the figures of a period', () => {
  it('count what happened on each day, in the time zone of the company', () => {
    expect(figures).toMatchObject({ ...PERIOD, time_zone: TIME_ZONE });
    expect(figures.days).toEqual([
      { day: '2026-11-10', ...NO_COUNTS, approved: 1 },
      { day: '2026-11-11', ...NO_COUNTS, approved: 3, sent: 1, rejected: 1 },
      { day: '2026-11-12', ...NO_COUNTS, completed: 2, rejected: 1, cancelled: 2 },
      { day: '2026-11-13', ...NO_COUNTS },
    ]);
  });

  it('tell how long the decisions took, from the time at which an action was to be decided', () => {
    const { decided, median_seconds, p90_seconds } = figures.time_to_decide;
    // An hour, 16 h 50 min, five times 17 h, and 49 h; the clock runs on during the requests.
    expect(decided).toBe(8);
    expect(Math.abs(median_seconds - 61_200)).toBeLessThan(120);
    expect(Math.abs(p90_seconds - 95_760)).toBeLessThan(120);
  });

  it('tell for each recommended step what became of it, under its most frequent label', () => {
    expect(figures.recommendations).toEqual([
      {
        recommendation: 'remind',
        label: 'Remind',
        proposed: 5,
        approved_unedited: 2,
        approved_edited: 3,
        rejected: 0,
      },
      {
        recommendation: 'call',
        label: 'Call',
        proposed: 4,
        approved_unedited: 1,
        approved_edited: 0,
        rejected: 2,
      },
      {
        recommendation: 'wait',
        label: 'Wait',
        proposed: 1,
        approved_unedited: 0,
        approved_edited: 0,
        rejected: 0,
      },
    ]);
  });

  it('count the deliveries', () => {
    expect(figures.deliveries).toEqual({ sent: 1, failed: 1, unknown: 0, waiting: 1, deferred: 0 });
  });

  it('each lead to a list with as many entries', async () => {
    const commands: Record<string, string> = {
      approved: 'approve',
      rejected: 'reject',
      sent: 'send,deliver',
      completed: 'complete',
      cancelled: 'cancel',
    };
    for (const { day, ...counts } of figures.days) {
      for (const [figure, count] of Object.entries(counts)) {
        const query = { command: commands[figure], from_status: `${UNDECIDED},processing` };
        expect([day, figure, await entries(query, { from: day, to: day })]).toEqual([day, figure, count]);
      }
    }
    const all = { ...DECISIONS, command: 'approve,send,complete,reject,cancel' };
    expect(await entries(all)).toBe(figures.time_to_decide.decided);
    for (const { recommendation, ...counts } of figures.recommendations) {
      const listed = (query: object) => entries({ ...query, recommendation });
      expect(counts).toMatchObject({
        proposed: await listed({ command: 'propose' }),
        approved_unedited: await listed({ ...ACCEPTED, edited: 'false' }),
        approved_edited: await listed({ ...ACCEPTED, edited: 'true' }),
        rejected: await listed(DECLINED),
      });
    }
    const actions = async (delivery_status: string) =>
      (await tenant.client.list({ delivery_status })).body.count;
    expect(figures.deliveries).toEqual({
      sent: await entries({ command: 'deliver,complete', from_status: 'processing' }),
      failed: await actions('failed'),
      unknown: await actions('unknown'),
      waiting: await actions('waiting,sending'),
      deferred: await entries({ command: 'defer' }),
    });
  });

  it('leave out other companies and other days, and are of the last 30 days by default', async () => {
    at('13T04:00:00');
    const last = (await tenant.client.get('/figures').expect(200)).body;
    expect(last).toEqual({ ...figures, from: '2026-10-14', to: '2026-11-12', days: last.days });
    expect(last.days.slice(27)).toEqual(figures.days.slice(0, 3));
    const [outside, foreign] = [
      await tenant.client.get('/figures', { from: '2026-11-13', to: '2026-11-13' }).expect(200),
      await (await createTenant(app)).client.get('/figures', PERIOD).expect(200),
    ];
    for (const { body } of [outside, foreign]) {
      expect(body.time_to_decide).toEqual({ decided: 0, median_seconds: null, p90_seconds: null });
      expect(body.recommendations).toEqual([]);
      for (const { day: _, ...counts } of body.days) expect(counts).toEqual(NO_COUNTS);
    }
  });

  it.each([
    [{ from: '2026-01-01', to: '2026-04-03' }, 'query.from: range'],
    [{ to: '2026-11-13' }, 'query.from: required'],
    [{ from: '2026-02-30' }, 'query.from: date'],
    [{ since: '2026-11-13' }, 'query.since: unknown'],
  ])('are refused for %j', async (query, error) => {
    expectInvalid(await tenant.client.get('/figures', query), error);
  });
});
