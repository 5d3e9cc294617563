import { afterAll, afterEach, describe, expect, it } from '@jest/globals';
import { type Agency, openAgency } from '../support/agency.js';
import { useApp } from '../support/app.js';
import { ask, endProcesses } from '../support/processes.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();
const AS_OF = '2021-06-30';
const DUE = '2021-06-22';

afterEach(() => app.clock.comeBack());
afterAll(endProcesses);

const run = ({ agent }: Agency, body: object = { as_of: AS_OF }) =>
  agent.request('post', '/recommendations/run').send(body);
const counts = (created: number, kept: number, superseded: number) => ({ created, kept, superseded });

/** What the policy has proposed, without what differs from one company to the next. */
const PROPOSED = `
  SELECT r.source, r.fingerprint, a.action_type, a.status, a.recommendation, a.description, a.subject, a.content,
         a.urgency_score, a.confidence, a.reasoning, a.trigger_event, a.scheduled_for, a.is_recommended,
         a.action_required, a.drafted_balance, a.evidence, a.expires_at
  FROM action a JOIN recommendation r ON r.id = a.recommendation_id WHERE a.company_id = $1 ORDER BY a.id`;

async function aLedger(desk: Agency): Promise<Agency> {
  const { id: customerId } = await desk.make.aCustomer(desk.company, { name: 'Larkfield Mills' });
  for (const [number, dueOn, disputed] of [
    ['A-1', DUE, false],
    ['A-2', '2021-03-01', false],
    ['A-3', '2021-06-01', true],
    ['A-4', '2021-07-01', false],
  ] as const)
    await desk.owed({ customerId, invoiceNumber: number, dueOn, disputed });
  return desk;
}

describe('POST /recommendations/run', () => {
  it('proposes what the command line proposes', async () => {
    const [over, line] = [await aLedger(await openAgency(app)), await aLedger(await openAgency(app))];
    const answer = await run(over).expect(200);
    expect(answer.body).toStrictEqual(counts(4, 0, 0));
    const here = { DATABASE_URL: process.env.TEST_DATABASE_URL! };
    const said = await ask(here, 'recommend', '--company', line.company.id, '--as-of', AS_OF);
    expect(said).toMatchObject(counts(4, 0, 0));
    const proposed = await over.select<object>(PROPOSED);
    expect(proposed).toHaveLength(7);
    expect(await line.select(PROPOSED)).toEqual(proposed);
    expect(await run(line).then(({ body }) => body)).toEqual(counts(0, 4, 0));
  });

  it('keeps what comes out the same, and replaces what does not', async () => {
    const desk = await openAgency(app);
    await desk.owed({ dueOn: '2021-06-24' });
    expect((await run(desk).expect(200)).body).toEqual(counts(1, 0, 0));
    expect((await run(desk, { as_of: '2021-07-01' }).expect(200)).body).toEqual(counts(0, 1, 0));
    expect((await run(desk, { as_of: '2021-07-02' }).expect(200)).body).toEqual(counts(1, 0, 1));
    expect((await desk.verify()).broken).toEqual([]);
  });

  it.each([{}, { as_of: null }])('is as of today where it does not say, by the clock: %j', async (body) => {
    const desk = await openAgency(app);
    await desk.owed({ dueOn: '2031-06-01' });
    app.clock.travelTo(new Date('2031-06-01T23:59:00Z'));
    await run(desk, body).expect(200);
    app.clock.travelTo(new Date('2031-06-02T00:00:10Z'));
    await run(desk, body).expect(200);
    const [scheduled, , ...reminders] = await desk.actions();
    expect(scheduled).toMatchObject({ status: 'scheduled', recommendation: 'send_courtesy_reminder' });
    expect(reminders).toHaveLength(1);
  });

  it('needs no body', async () => {
    const desk = await openAgency(app);
    await desk.agent.request('post', '/recommendations/run').expect(200, counts(0, 0, 0));
  });

  it.each([
    [{ as_of: '2021-02-29' }, 'body.as_of: date'],
    [{ as_of: '2021-06-30T00:00:00Z' }, 'body.as_of: date'],
    [{ as_of: 20210630 }, 'body.as_of: date'],
    [{ day: AS_OF }, 'body.day: unknown'],
  ])('is refused with %j', async (body, expected) => {
    expectInvalid(await run(await openAgency(app), body).expect(400), expected);
  });

  it('is answered the same again under its Idempotency-Key', async () => {
    const desk = await aLedger(await openAgency(app));
    const send = () => run(desk).set('Idempotency-Key', 'night').expect(200);
    expect([(await send()).body, (await send()).body]).toEqual([counts(4, 0, 0), counts(4, 0, 0)]);
    expect((await run(desk)).body).toEqual(counts(0, 4, 0));
  });
});

describe('an invoice that the customer has promised to pay', () => {
  it.each([
    ['is left alone until that day has passed', '2021-07-05', 0],
    ['is left alone on that very day', AS_OF, 0],
    ['is proposed on from the day after', '2021-06-29', 1],
  ])('%s', async (_what, promisedOn, created) => {
    const desk = await openAgency(app);
    await desk.owed({ dueOn: DUE, promisedOn });
    expect((await run(desk).expect(200)).body).toEqual(counts(created, 0, 0));
  });

  it('loses what the policy has proposed on it before, and keeps what an agent has', async () => {
    const desk = await openAgency(app);
    await desk.owed({ dueOn: DUE });
    const other = await desk.owed({ dueOn: DUE });
    await run(desk).expect(200);
    await desk.propose(other).expect(201);
    await desk.select(`UPDATE invoice SET promised_on = '2021-07-05' WHERE company_id = $1`);
    expect((await run(desk).expect(200)).body).toEqual(counts(0, 0, 1));
    const { data } = (await desk.client.list({ category: 'needs_action' })).body;
    expect(data.map(({ invoice }: { invoice: { id: string } }) => invoice.id)).toEqual([other.id]);
  });
});
