import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { expectIntactLogs } from '../support/intact-logs.js';
import { expectInvalid, expectProblem } from '../support/problem.js';
import { STATUSES } from '../../src/actions/lifecycle/statuses.js';

const app = useApp();
const companies: string[] = [];

async function aTenant(): Promise<Tenant> {
  const tenant = await createTenant(app);
  companies.push(tenant.company.id);
  return tenant;
}

const PAST = new Date('2026-10-01T00:00:00Z');
const LATER = '2030-01-01T09:00:00.000Z';
const edit = ({ client }: Tenant, id: string, body: object) =>
  client.request('patch', `/actions/${id}`).send(body);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('PATCH of an action', () => {
  it('changes all editable fields at once and logs the old and the new values', async () => {
    const tenant = await aTenant();
    const { id } = await tenant.make.anAction(tenant.company, { updatedAt: PAST });
    const input = { subject: ' New. ', content: 'Rewritten. ', scheduled_for: LATER, urgency_score: 80 };
    const response = await edit(tenant, id, input).set('X-Request-Id', 'desk-9').expect(200);
    expect(response.headers.etag).toBe('"2"');
    expect(response.body).toMatchObject({
      ...input,
      subject: 'New.',
      status: 'scheduled',
      version: 2,
      metadata: {},
      approval_log: [
        {
          command: 'edit',
          from_status: 'proposed',
          to_status: 'scheduled',
          actor: 'collections-desk',
          approved_by: null,
          reason: null,
          content_sha256: sha256('Rewritten. '),
          changes: {
            subject: { from: 'Invoice overdue', to: 'New.' },
            content: { from: 'Dear Acme, the invoice is overdue.', to: 'Rewritten. ' },
            scheduled_for: { from: '2026-11-01T09:00:00.000Z', to: LATER },
            urgency_score: { from: 50, to: 80 },
          },
          request_id: 'desk-9',
          created_at: response.body.updated_at,
        },
      ],
    });
    expect((await tenant.client.detail(id)).body).toEqual(response.body);
  });

  it.each<[string, object]>([
    ['nothing is sent', {}],
    [
      'null is sent, which means absent',
      { subject: null, content: null, scheduled_for: null, urgency_score: null },
    ],
    ['a blank subject is sent, which counts as absent', { subject: ' ' }],
    [
      'the current values are sent',
      { subject: 'Invoice overdue', urgency_score: 50, scheduled_for: '2026-11-01T10:00:00+01:00' },
    ],
  ])('changes nothing and logs nothing if %s', async (_, body) => {
    const tenant = await aTenant();
    const { id } = await tenant.make.anAction(tenant.company);
    const before = (await tenant.client.detail(id)).body;
    expect((await edit(tenant, id, body).expect(200)).body).toEqual(before);
  });

  it.each<[string, string, string, string]>([
    ['a proposed action that is put off', 'proposed', LATER, 'scheduled'],
    ['a scheduled action that is put off further', 'scheduled', LATER, 'scheduled'],
    ['a scheduled action that is due now', 'scheduled', PAST.toISOString(), 'proposed'],
    ['a proposed action with a past scheduled_for', 'proposed', PAST.toISOString(), 'proposed'],
  ])('%s: from %s, with scheduled_for %s, to %s', async (_, status, scheduled_for, after) => {
    const tenant = await aTenant();
    const { id } = await tenant.make.anAction(tenant.company, { status: status as 'proposed' });
    const { body } = await edit(tenant, id, { scheduled_for }).expect(200);
    expect(body).toMatchObject({ status: after, scheduled_for });
    expect(body.approval_log[0]).toMatchObject({ from_status: status, to_status: after });
  });

  it('leaves a scheduled action scheduled if scheduled_for does not change', async () => {
    const tenant = await aTenant();
    const { id } = await tenant.make.anAction(tenant.company, { status: 'scheduled' });
    expect((await edit(tenant, id, { urgency_score: 1 }).expect(200)).body.status).toBe('scheduled');
  });
});

describe('PATCH of an action is rejected', () => {
  it.each(STATUSES.filter((status) => !['proposed', 'scheduled'].includes(status)))(
    'if the action is %s',
    async (status) => {
      const tenant = await aTenant();
      const { id } = await tenant.make.anAction(tenant.company, { status });
      const before = (await tenant.client.detail(id)).body;
      const allowed_from = ['proposed', 'scheduled'];
      expectProblem(await edit(tenant, id, { subject: 'x' }), 'invalid_state', {
        current_status: status,
        allowed_from,
      });
      expect((await tenant.client.detail(id)).body).toEqual(before);
    },
  );

  it('if the action is deleted, is unknown, or has changed since the version in If-Match', async () => {
    const tenant = await aTenant();
    const deleted = await tenant.make.anAction(tenant.company, { deletedAt: PAST });
    expectProblem(await edit(tenant, deleted.id, { subject: 'x' }), 'action_deleted');
    expectProblem(await edit(tenant, tenant.company.id, { subject: 'x' }), 'not_found');
    const { id } = await tenant.make.anAction(tenant.company);
    await edit(tenant, id, { subject: 'First.' }).set('If-Match', '"1"').expect(200);
    const stale = await edit(tenant, id, { subject: 'Second.' }).set('If-Match', '"1"').expect(412);
    expect(stale.body).toMatchObject({ code: 'version_conflict', current_version: 2 });
  });

  it.each<[object, string]>([
    [{ status: 'completed' }, 'body.status: unknown'],
    [{ final_content: 'x' }, 'body.final_content: unknown'],
    [{ subject: 'a\nBcc: b@example.com' }, 'body.subject: line'],
    [{ subject: 'x'.repeat(256) }, 'body.subject: too_long'],
    [{ subject: 7 }, 'body.subject: type'],
    [{ content: ' ' }, 'body.content: blank'],
    [{ content: 'x'.repeat(100_001) }, 'body.content: too_long'],
    [{ scheduled_for: '2026-12-01' }, 'body.scheduled_for: date_time'],
    [{ urgency_score: 101 }, 'body.urgency_score: range'],
    [{ urgency_score: -1 }, 'body.urgency_score: range'],
    [{ urgency_score: 1.5 }, 'body.urgency_score: range'],
    [{ urgency_score: '50' }, 'body.urgency_score: range'],
  ])('with %j', async (body, error) => {
    const tenant = await aTenant();
    const { id } = await tenant.make.anAction(tenant.company);
    expectInvalid(await edit(tenant, id, body), error);
  });
});

it('an edit that is repeated with its Idempotency-Key has one effect', async () => {
  const tenant = await aTenant();
  const { id } = await tenant.make.anAction(tenant.company);
  const patch = () => edit(tenant, id, { urgency_score: 90 }).set('Idempotency-Key', 'k1');
  const first = await patch().expect(200);
  const second = await patch().expect(200);
  expect(second.text).toBe(first.text);
  expect(second.headers['idempotency-replayed']).toBe('true');
  expect((await tenant.client.detail(id)).body.approval_log).toHaveLength(1);
});

it('no simultaneous edit is lost: each starts from the values of the previous one', async () => {
  const tenant = await aTenant();
  const { id } = await tenant.make.anAction(tenant.company, { urgencyScore: 0 });
  const scores = Array.from({ length: 10 }, (_, n) => n + 1);
  const responses = await Promise.all(
    scores.map((urgency_score) => retryOn503(() => edit(tenant, id, { urgency_score }))),
  );
  expect(responses.map(({ status }) => status)).toEqual(scores.map(() => 200));
  const { approval_log } = (await tenant.client.detail(id)).body as {
    approval_log: { changes: { urgency_score: { from: number; to: number } } }[];
  };
  const chain = approval_log.map(({ changes }) => changes.urgency_score);
  expect(chain.map(({ from }) => from)).toEqual([0, ...chain.slice(0, -1).map(({ to }) => to)]);
  expect(chain.map(({ to }) => to).toSorted((a, b) => a - b)).toEqual(scores);
});

it('the hash chains of all logs above are intact', () => expectIntactLogs(app, companies));
