import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { Metrics } from '../../src/observability/metrics.js';
import { useApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { aRecommendation } from '../support/recommendation.js';
import { createActions } from '../support/create-actions.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { expectInvalid } from '../support/problem.js';
import { expectIntactLogs } from '../support/intact-logs.js';
import { type Command, COMMAND_NAMES } from '../../src/actions/lifecycle/transitions.js';

const app = useApp();

interface Result {
  id: string;
  ok: boolean;
  action: { id: string; status: string; approval_log: object[] } | null;
  error: { code: string; request_id: string } | null;
}
const bulk = ({ client }: Tenant, command: Command, body: object) =>
  client.request('post', `/actions/bulk/${command}`).send(body);
const resultsOf = async (...call: Parameters<typeof bulk>) =>
  (await bulk(...call).expect(200)).body.results as Result[];

const NEXT_STATUS = {
  approve: 'processing',
  reject: 'cancelled',
  send: 'completed',
  cancel: 'cancelled',
  complete: 'completed',
};

it.each(COMMAND_NAMES)(
  '%s returns each action after the change, with its log, in the order of the ids',
  async (command) => {
    const tenant = await createTenant(app);
    const actions = await Promise.all([1, 2, 3].map(() => tenant.make.anAction(tenant.company)));
    const ids = actions.map(({ id }) => id).toReversed();
    const results = await resultsOf(tenant, command, { ids });
    expect(results.map(({ id }) => id)).toEqual(ids);
    for (const { id, ok, action, error } of results) {
      expect({ ok, error }).toEqual({ ok: true, error: null });
      expect(action).toMatchObject({ id, status: NEXT_STATUS[command], approval_log: [{ command }] });
      expect((await tenant.client.detail(id)).body).toEqual(action);
    }
    await expectIntactLogs(app, [tenant.company.id]);
  },
);

it('applies the command to each action independently: a refused action gets a problem and stops no other', async () => {
  const tenant = await createTenant(app);
  const other = await createTenant(app);
  const open = await tenant.make.anAction(tenant.company);
  const done = await tenant.make.anAction(tenant.company, { status: 'completed' });
  const deleted = await tenant.make.anAction(tenant.company, { deletedAt: new Date() });
  const foreign = await other.make.anAction(other.company);
  const last = await tenant.make.anAction(tenant.company);
  const ids = [open.id, done.id, deleted.id, foreign.id, uuidv7(), last.id.toUpperCase()];
  const response = await bulk(tenant, 'reject', { ids, reason: ' Paid. ', approved_by: tenant.contact.id });
  const results = response.body.results as Result[];
  const [first, completed, removed, theirs, unknown, upperCase] = results;
  expect(first).toMatchObject({ ok: true, action: { approval_log: [{ reason: 'Paid.' }] } });
  const refused = { ok: false, action: null };
  const state = { current_status: 'completed', allowed_from: ['proposed', 'scheduled', 'processing'] };
  expect(completed).toMatchObject({ ...refused, error: { code: 'invalid_state', status: 400, ...state } });
  expect(removed).toMatchObject({ ...refused, error: { code: 'action_deleted' } });
  expect(theirs).toMatchObject({ ...refused, error: { code: 'not_found' } });
  expect({ ...theirs, id: '' }).toEqual({ ...unknown, id: '' });
  expect(upperCase).toMatchObject({ id: last.id, ok: true });
  expect(unknown!.error!.request_id).toBe(response.headers['x-request-id']);
});

it('accepts 100 actions in one request, counts each transition, and rejects 101', async () => {
  const tenant = await createTenant(app);
  const ids = await createActions(app.dataSource, tenant.company, 101);
  const transitionCount = async () =>
    (await app.nest.get(Metrics).transitions.get()).values.find(
      ({ labels }) => labels.command === 'complete' && labels.result === 'ok',
    )?.value ?? 0;
  const before = await transitionCount();
  const results = await resultsOf(tenant, 'complete', { ids: ids.slice(0, 100) });
  expect(results.every(({ ok }) => ok)).toBe(true);
  expect(await transitionCount()).toBe(before + 100);
  expectInvalid(await bulk(tenant, 'complete', { ids }), 'body.ids: count');
});

it('has one effect per Idempotency-Key, including its refused actions', async () => {
  const tenant = await createTenant(app);
  const open = await tenant.make.anAction(tenant.company);
  const done = await tenant.make.anAction(tenant.company, { status: 'completed' });
  const approve = () => bulk(tenant, 'approve', { ids: [open.id, done.id] }).set('Idempotency-Key', 'k1');
  const first = await approve().expect(200);
  const second = await approve().expect(200);
  expect(second.headers['idempotency-replayed']).toBe('true');
  expect(second.text).toBe(first.text);
  expect((await tenant.client.detail(open.id)).body.approval_log).toHaveLength(1);
});

it('approves each action exactly once when approvals of the same actions are simultaneous', async () => {
  const tenant = await createTenant(app);
  const ids = await createActions(app.dataSource, tenant.company, 40);
  const calls = Array.from({ length: 8 }, (_, n) =>
    retryOn503(() => bulk(tenant, 'approve', { ids: n % 2 ? ids : ids.toReversed() })),
  );
  const results = (await Promise.all(calls)).flatMap(({ body }) => body.results as Result[]);
  const winners = results.filter(({ ok }) => ok).map(({ id }) => id);
  expect(winners.toSorted()).toEqual(ids.toSorted());
  const codes = new Set(results.filter(({ ok }) => !ok).map(({ error }) => error!.code));
  expect(codes).toEqual(new Set(['invalid_state']));
});

describe('versions', () => {
  it.each(COMMAND_NAMES)(
    'let %s change only the actions that still have the version that was read',
    async (command) => {
      const tenant = await createTenant(app);
      const [read, edited, unread] = await Promise.all(
        [1, 2, 3].map(() => tenant.make.anAction(tenant.company)),
      );
      await tenant.client.request('patch', `/actions/${edited!.id}`).send({ content: 'Pay!' }).expect(200);
      const versions = { [read!.id.toUpperCase()]: 1, [edited!.id]: 1 };
      const ids = [read!.id, edited!.id, unread!.id];
      const [first, second, third] = await resultsOf(tenant, command, { ids, versions });
      expect(first).toMatchObject({ ok: true, action: { status: NEXT_STATUS[command] } });
      expect(second).toMatchObject({
        ok: false,
        action: null,
        error: { code: 'version_conflict', status: 412, current_version: 2 },
      });
      expect(third).toMatchObject({ ok: true });
      expect((await tenant.client.detail(edited!.id)).body).toMatchObject({ status: 'proposed', version: 2 });
      const again = await resultsOf(tenant, command, { ids: [edited!.id], versions: { [edited!.id]: 2 } });
      expect(again).toMatchObject([{ ok: true }]);
    },
  );

  it.each([null, {}])('may be %j', async (versions) => {
    const tenant = await createTenant(app);
    const { id } = await tenant.make.anAction(tenant.company);
    expect(await resultsOf(tenant, 'approve', { ids: [id], versions })).toMatchObject([{ ok: true }]);
  });

  it('refuse an action that the same request has superseded', async () => {
    const tenant = await createTenant(app);
    const { id: invoiceId, customerId } = await tenant.make.anInvoice(tenant.company);
    const body = aRecommendation({ customer_id: customerId, invoice_id: invoiceId });
    const { actions } = (await tenant.client.request('post', '/recommendations').send(body).expect(201))
      .body as {
      actions: { id: string }[];
    };
    const ids = actions.map(({ id }) => id);
    const versions = Object.fromEntries(ids.map((id) => [id, 1]));
    const [chosen, other] = await resultsOf(tenant, 'approve', { ids, versions });
    expect(chosen).toMatchObject({ ok: true });
    expect(other).toMatchObject({ ok: false, error: { code: 'version_conflict' } });
  });
});

describe('a bulk command is rejected as a whole', () => {
  it.each<[string, (id: string) => object, string]>([
    ['without ids', () => ({}), 'body.ids: required'],
    ['with an empty list of ids', () => ({ ids: [] }), 'body.ids: count'],
    ['with an id instead of a list', (id) => ({ ids: id }), 'body.ids: count'],
    ['with a malformed id', (id) => ({ ids: [id, '1042'] }), 'body.ids: uuid'],
    ['with an id twice', (id) => ({ ids: [id, id.toUpperCase()] }), 'body.ids: repeated'],
    ['with a field of another command', (id) => ({ ids: [id], channel_id: 'x' }), 'body.channel_id: unknown'],
    ...[0, -1, 1.5, '1', null, true, 2 ** 31, [1]].map(
      (version): [string, (id: string) => object, string] => [
        `with the version ${JSON.stringify(version)}`,
        (id) => ({ ids: [id], versions: { [id]: version } }),
        'body.versions: range',
      ],
    ),
    [
      'with the version of an action that is not in ids',
      (id) => ({ ids: [id], versions: { [uuidv7()]: 1 } }),
      'body.versions: listed',
    ],
    [
      'with two versions of one action',
      (id) => ({ ids: [id], versions: { [id]: 1, [id.toUpperCase()]: 2 } }),
      'body.versions: listed',
    ],
    ['with versions in a list', (id) => ({ ids: [id], versions: [1] }), 'body.versions: type'],
    ['with versions and without ids', (id) => ({ versions: { [id]: 1 } }), 'body.ids: required'],
    [
      'with an approved_by that is no contact',
      (id) => ({ ids: [id], approved_by: id }),
      'body.approved_by: contact',
    ],
  ])('%s', async (_, body, error) => {
    const tenant = await createTenant(app);
    const { id } = await tenant.make.anAction(tenant.company);
    expectInvalid(await bulk(tenant, 'approve', body(id)), error);
    expect((await tenant.client.detail(id)).body.status).toBe('proposed');
  });

  it('with 404 if the command is unknown', async () => {
    const { client } = await createTenant(app);
    await client
      .request('post', '/actions/bulk/obliterate')
      .send({ ids: [uuidv7()] })
      .expect(404);
  });
});
