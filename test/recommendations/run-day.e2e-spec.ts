import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();
const NOW = '2031-06-15T12:00:00Z';

let tenant: TenantWithAgent;
const run = (body: object) => tenant.agent.request('post', '/recommendations/run').send(body);
/** Everything that a run writes. */
const written = async () => [
  await tenant.select('SELECT * FROM recommendation WHERE company_id = $1 ORDER BY id'),
  await tenant.select('SELECT * FROM action WHERE company_id = $1 ORDER BY id'),
  await tenant.select('SELECT * FROM approval_log WHERE company_id = $1 ORDER BY seq'),
  await tenant.select('SELECT * FROM policy_run WHERE company_id = $1'),
];

beforeEach(async () => {
  app.clock.travelTo(new Date(NOW));
  tenant = await createTenantWithAgent(app);
});
afterEach(() => app.clock.reset());

describe('R9: POST /recommendations/run', () => {
  beforeEach(async () => {
    for (const dueOn of ['2031-06-14', '2031-06-07', '2031-03-03', '2031-06-20'])
      await tenant.anOpenInvoice({ dueOn });
  });

  it.each([
    ['2031-06-17', 'too_late'],
    ['2036-11-27', 'too_late'],
    ['2031-06-14', 'too_early'],
    ['1999-01-01', 'too_early'],
  ])('refuses as_of %s as %s after a run of today, and writes nothing', async (as_of, code) => {
    await run({}).expect(200, { created: 3, kept: 0, superseded: 0 });
    const before = await written();
    for (const dry_run of [false, true])
      expectInvalid(await run({ as_of, dry_run }).expect(400), `body.as_of: ${code}`);
    expect(await written()).toEqual(before);
  });

  it('accepts tomorrow, and then tomorrow again, but today no more', async () => {
    await run({ as_of: '2031-06-16' }).expect(200);
    await run({ as_of: '2031-06-16' }).expect(200, { created: 0, kept: 3, superseded: 0 });
    expectInvalid(await run({ as_of: '2031-06-15' }).expect(400), 'body.as_of: too_early');
  });

  it('accepts any day in the past for the first run', async () => {
    await run({ as_of: '2031-03-02' }).expect(200, { created: 1, kept: 0, superseded: 0 });
  });

  it('tells with dry_run the counts of the run that follows, and writes nothing', async () => {
    const counts: object[] = [];
    for (const as_of of ['2031-06-14', '2031-06-15', '2031-06-16']) {
      const before = await written();
      const dry = (await run({ as_of, dry_run: true }).expect(200)).body;
      expect(await written()).toEqual(before);
      expect((await run({ as_of }).expect(200)).body).toEqual(dry);
      counts.push(dry);
    }
    expect(counts).toEqual([
      { created: 3, kept: 0, superseded: 0 },
      { created: 2, kept: 1, superseded: 2 },
      { created: 0, kept: 3, superseded: 0 },
    ]);
  });
});

describe('R10: a run without as_of', () => {
  /** The recommended step after a run at a time, on an invoice of a customer in a time zone. */
  async function stepAt(time: string, timeZone: string | null, dueOn: string): Promise<string | undefined> {
    app.clock.travelTo(new Date(time));
    const { id: customerId } = await tenant.make.aCustomer(tenant.company, { timeZone });
    await tenant.anOpenInvoice({ dueOn, customerId });
    await run({}).expect(200);
    const { data } = (await tenant.client.list({ page_size: 50 })).body;
    return data.find((action: { is_recommended: boolean }) => action.is_recommended)?.trigger_event;
  }

  it.each<[string, string | null, string]>([
    // 16:00 on June 10 in Los Angeles
    ['2031-06-10T23:00:00Z', 'America/Los_Angeles', 'invoice_due_soon'],
    ['2031-06-11T06:59:00Z', 'America/Los_Angeles', 'invoice_due_soon'],
    ['2031-06-11T07:00:00Z', 'America/Los_Angeles', 'overdue_1_to_7_days'],
    ['2031-06-11T00:30:00Z', null, 'overdue_1_to_7_days'],
    ['2031-06-10T11:59:00Z', 'Pacific/Auckland', 'invoice_due_soon'],
    ['2031-06-10T12:00:00Z', 'Pacific/Auckland', 'overdue_1_to_7_days'],
    ['2031-06-10T23:00:00Z', null, 'invoice_due_soon'],
  ])('at %s in %s is about an invoice due on June 10: %s', async (time, timeZone, expected) => {
    expect(await stepAt(time, timeZone, '2031-06-10')).toBe(expected);
  });

  it('counts the days of each customer, where as_of is the same day for all', async () => {
    await stepAt('2031-06-11T01:00:00Z', 'America/Los_Angeles', '2031-06-10');
    await run({ as_of: '2031-06-11' }).expect(200, { created: 1, kept: 0, superseded: 1 });
    await run({}).expect(200, { created: 1, kept: 0, superseded: 1 });
  });
});
