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

/** The actions of a company, without the columns that differ between companies. */
const ACTIONS = `
  SELECT r.source, r.fingerprint, a.action_type, a.status, a.recommendation, a.description, a.subject, a.content,
         a.urgency_score, a.confidence, a.reasoning, a.trigger_event, a.scheduled_for, a.is_recommended,
         a.action_required, a.drafted_balance, a.evidence, a.expires_at
  FROM action a JOIN recommendation r ON r.id = a.recommendation_id WHERE a.company_id = $1 ORDER BY a.id`;

/** Creates four invoices, on each of which the policy recommends something. */
async function createInvoices(tenant: TenantWithAgent): Promise<TenantWithAgent> {
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
  it('creates the same recommendations as the command line', async () => {
    const [viaHttp, viaCli] = [
      await createInvoices(await createTenantWithAgent(app)),
      await createInvoices(await createTenantWithAgent(app)),
    ];
    const response = await run(viaHttp).expect(200);
    expect(response.body).toStrictEqual(counts(4, 0, 0));
    const environment = { DATABASE_URL: process.env.TEST_DATABASE_URL! };
    const printed = await cliJson(environment, 'recommend', '--company', viaCli.company.id, '--as-of', AS_OF);
    expect(printed).toMatchObject(counts(4, 0, 0));
    const actions = await viaHttp.select<object>(ACTIONS);
    expect(actions).toHaveLength(7);
    expect(await viaCli.select(ACTIONS)).toEqual(actions);
    expect(await run(viaCli).then(({ body }) => body)).toEqual(counts(0, 4, 0));
  });

  it('keeps unchanged recommendations and supersedes the others', async () => {
    const tenant = await createTenantWithAgent(app);
    await tenant.anOpenInvoice({ dueOn: '2021-06-24' });
    expect((await run(tenant).expect(200)).body).toEqual(counts(1, 0, 0));
    expect((await run(tenant, { as_of: '2021-07-01' }).expect(200)).body).toEqual(counts(0, 1, 0));
    expect((await run(tenant, { as_of: '2021-07-02' }).expect(200)).body).toEqual(counts(1, 0, 1));
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it.each([{}, { as_of: null }])('defaults to today, by the clock of the application: %j', async (body) => {
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

  it('accepts a request without a body', async () => {
    const tenant = await createTenantWithAgent(app);
    await tenant.agent.request('post', '/recommendations/run').expect(200, counts(0, 0, 0));
  });

  it.each([
    [{ as_of: '2021-02-29' }, 'body.as_of: date'],
    [{ as_of: '2021-06-30T00:00:00Z' }, 'body.as_of: date'],
    [{ as_of: 20210630 }, 'body.as_of: date'],
    [{ day: AS_OF }, 'body.day: unknown'],
  ])('rejects %j', async (body, expected) => {
    expectInvalid(await run(await createTenantWithAgent(app), body).expect(400), expected);
  });

  it('returns the same response again for the same Idempotency-Key', async () => {
    const tenant = await createInvoices(await createTenantWithAgent(app));
    const send = () => run(tenant).set('Idempotency-Key', 'night').expect(200);
    expect([(await send()).body, (await send()).body]).toEqual([counts(4, 0, 0), counts(4, 0, 0)]);
    expect((await run(tenant)).body).toEqual(counts(0, 4, 0));
  });
});

describe('a run of the policy on an invoice that the customer promised to pay', () => {
  it.each([
    ['creates nothing before that day', '2021-07-05', 0],
    ['creates nothing on that day', AS_OF, 0],
    ['creates a recommendation from the day after', '2021-06-29', 1],
  ])('%s', async (_title, promisedOn, created) => {
    const tenant = await createTenantWithAgent(app);
    await tenant.anOpenInvoice({ dueOn: DUE, promisedOn });
    expect((await run(tenant).expect(200)).body).toEqual(counts(created, 0, 0));
  });

  it('supersedes an earlier recommendation of the policy, and keeps that of an agent', async () => {
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
