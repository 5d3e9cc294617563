import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { cliJson, killProcesses } from '../support/processes.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();
const AS_OF = '2021-06-30';
const DUE = '2021-06-22';

afterEach(() => app.clock.reset());
afterAll(killProcesses);

const run = ({ agent }: TenantWithAgent, body: object = { as_of: AS_OF }) =>
  agent.request('post', '/recommendations/run').send(body);
const counts = (created: number, kept: number, superseded: number) => ({ created, kept, superseded });

/** What the policy has proposed, without what differs from one company to the next. */
const PROPOSED = `
  SELECT r.source, r.fingerprint, a.action_type, a.status, a.recommendation, a.description, a.subject, a.content,
         a.urgency_score, a.confidence, a.reasoning, a.trigger_event, a.scheduled_for, a.is_recommended,
         a.action_required, a.drafted_balance, a.evidence, a.expires_at
  FROM action a JOIN recommendation r ON r.id = a.recommendation_id WHERE a.company_id = $1 ORDER BY a.id`;

async function aLedger(tenant: TenantWithAgent): Promise<TenantWithAgent> {
  const { id: customerId } = await tenant.make.aCustomer(tenant.company, { name: 'Larkfield Mills' });
  for (const [number, dueOn, disputed] of [
    ['A-1', DUE, false],
    ['A-2', '2021-03-01', false],
    ['A-3', '2021-06-01', true],
    ['A-4', '2021-07-01', false],
  ] as const)
    await tenant.anOpenInvoice({ customerId, invoiceNumber: number, dueOn, disputed });
  return tenant;
}

describe('POST /recommendations/run', () => {
  it('proposes what the command line proposes', async () => {
    const [over, line] = [
      await aLedger(await createTenantWithAgent(app)),
      await aLedger(await createTenantWithAgent(app)),
    ];
    const answer = await run(over).expect(200);
    expect(answer.body).toStrictEqual(counts(4, 0, 0));
    const here = { DATABASE_URL: process.env.TEST_DATABASE_URL! };
    const said = await cliJson(here, 'recommend', '--company', line.company.id, '--as-of', AS_OF);
    expect(said).toMatchObject(counts(4, 0, 0));
    const proposed = await over.select<object>(PROPOSED);
    expect(proposed).toHaveLength(7);
    expect(await line.select(PROPOSED)).toEqual(proposed);
    expect(await run(line).then(({ body }) => body)).toEqual(counts(0, 4, 0));
  });

  it('keeps what comes out the same, and replaces what does not', async () => {
    const tenant = await createTenantWithAgent(app);
    await tenant.anOpenInvoice({ dueOn: '2021-06-24' });
    expect((await run(tenant).expect(200)).body).toEqual(counts(1, 0, 0));
    expect((await run(tenant, { as_of: '2021-07-01' }).expect(200)).body).toEqual(counts(0, 1, 0));
    expect((await run(tenant, { as_of: '2021-07-02' }).expect(200)).body).toEqual(counts(1, 0, 1));
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it.each([{}, { as_of: null }])('is as of today where it does not say, by the clock: %j', async (body) => {
    const tenant = await createTenantWithAgent(app);
    await tenant.anOpenInvoice({ dueOn: '2031-06-01' });
    app.clock.travelTo(new Date('2031-06-01T23:59:00Z'));
    await run(tenant, body).expect(200);
    app.clock.travelTo(new Date('2031-06-02T00:00:10Z'));
    await run(tenant, body).expect(200);
    const [scheduled, , ...reminders] = await tenant.actions();
    expect(scheduled).toMatchObject({ status: 'scheduled', recommendation: 'send_courtesy_reminder' });
    expect(reminders).toHaveLength(1);
  });

  it('needs no body', async () => {
    const tenant = await createTenantWithAgent(app);
    await tenant.agent.request('post', '/recommendations/run').expect(200, counts(0, 0, 0));
  });

  it.each([
    [{ as_of: '2021-02-29' }, 'body.as_of: date'],
    [{ as_of: '2021-06-30T00:00:00Z' }, 'body.as_of: date'],
    [{ as_of: 20210630 }, 'body.as_of: date'],
    [{ day: AS_OF }, 'body.day: unknown'],
  ])('is refused with %j', async (body, expected) => {
    expectInvalid(await run(await createTenantWithAgent(app), body).expect(400), expected);
  });

  it('is answered the same again under its Idempotency-Key', async () => {
    const tenant = await aLedger(await createTenantWithAgent(app));
    const send = () => run(tenant).set('Idempotency-Key', 'night').expect(200);
    expect([(await send()).body, (await send()).body]).toEqual([counts(4, 0, 0), counts(4, 0, 0)]);
    expect((await run(tenant)).body).toEqual(counts(0, 4, 0));
  });
});

describe('an invoice that the customer has promised to pay', () => {
  it.each([
    ['is left alone until that day has passed', '2021-07-05', 0],
    ['is left alone on that very day', AS_OF, 0],
    ['is proposed on from the day after', '2021-06-29', 1],
  ])('%s', async (_what, promisedOn, created) => {
    const tenant = await createTenantWithAgent(app);
    await tenant.anOpenInvoice({ dueOn: DUE, promisedOn });
    expect((await run(tenant).expect(200)).body).toEqual(counts(created, 0, 0));
  });

  it('loses what the policy has proposed on it before, and keeps what an agent has', async () => {
    const tenant = await createTenantWithAgent(app);
    await tenant.anOpenInvoice({ dueOn: DUE });
    const other = await tenant.anOpenInvoice({ dueOn: DUE });
    await run(tenant).expect(200);
    await tenant.propose(other).expect(201);
    await tenant.select(`UPDATE invoice SET promised_on = '2021-07-05' WHERE company_id = $1`);
    expect((await run(tenant).expect(200)).body).toEqual(counts(0, 0, 1));
    const { data } = (await tenant.client.list({ category: 'needs_action' })).body;
    expect(data.map(({ invoice }: { invoice: { id: string } }) => invoice.id)).toEqual([other.id]);
  });
});
