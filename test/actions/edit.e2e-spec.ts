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

async function aDesk(): Promise<Tenant> {
  const tenant = await createTenant(app);
  companies.push(tenant.company.id);
  return tenant;
}

const PAST = new Date('2026-10-01T00:00:00Z');
const LATER = '2030-01-01T09:00:00.000Z';
const edit = ({ client }: Tenant, id: string, body: object) =>
  client.request('patch', `/actions/${id}`).send(body);
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

describe('PATCH rewrites a proposal, and tells in the log what changed', () => {
  it('all that may be rewritten at once, from the values before to those after', async () => {
    const tenant = await aDesk();
    const { id } = await tenant.make.anAction(tenant.company, { updatedAt: PAST });
    const input = { subject: ' New. ', content: 'Rewritten. ', scheduled_for: LATER, urgency_score: 80 };
    const answer = await edit(tenant, id, input).set('X-Request-Id', 'desk-9').expect(200);
    expect(answer.headers.etag).toBe('"2"');
    expect(answer.body).toMatchObject({
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
          content_sha256: sha('Rewritten. '),
          changes: {
            subject: { from: 'Invoice overdue', to: 'New.' },
            content: { from: 'Dear Acme, the invoice is overdue.', to: 'Rewritten. ' },
            scheduled_for: { from: '2026-11-01T09:00:00.000Z', to: LATER },
            urgency_score: { from: 50, to: 80 },
          },
          request_id: 'desk-9',
          created_at: answer.body.updated_at,
        },
      ],
    });
    expect((await tenant.client.detail(id)).body).toEqual(answer.body);
  });

  it.each<[string, object]>([
    ['nothing is sent', {}],
    [
      'null is sent, which means absent',
      { subject: null, content: null, scheduled_for: null, urgency_score: null },
    ],
    ['a blank subject is sent', { subject: ' ' }],
    [
      'the same is sent',
      { subject: 'Invoice overdue', urgency_score: 50, scheduled_for: '2026-11-01T10:00:00+01:00' },
    ],
  ])('leaves no trace where %s', async (_, body) => {
    const tenant = await aDesk();
    const { id } = await tenant.make.anAction(tenant.company);
    const before = (await tenant.client.detail(id)).body;
    expect((await edit(tenant, id, body).expect(200)).body).toEqual(before);
  });

  it.each<[string, string, string, string]>([
    ['a proposed one put off to later', 'proposed', LATER, 'scheduled'],
    ['a scheduled one put off further', 'scheduled', LATER, 'scheduled'],
    ['a scheduled one brought forward to now', 'scheduled', PAST.toISOString(), 'proposed'],
    ['a proposed one dated back', 'proposed', PAST.toISOString(), 'proposed'],
  ])('%s is %s before and %s after', async (_, status, scheduled_for, after) => {
    const tenant = await aDesk();
    const { id } = await tenant.make.anAction(tenant.company, { status: status as 'proposed' });
    const { body } = await edit(tenant, id, { scheduled_for }).expect(200);
    expect(body).toMatchObject({ status: after, scheduled_for });
    expect(body.approval_log[0]).toMatchObject({ from_status: status, to_status: after });
  });

  it('leaves a scheduled one scheduled where its time is not what changes', async () => {
    const tenant = await aDesk();
    const { id } = await tenant.make.anAction(tenant.company, { status: 'scheduled' });
    expect((await edit(tenant, id, { urgency_score: 1 }).expect(200)).body.status).toBe('scheduled');
  });
});

describe('PATCH is refused', () => {
  it.each(STATUSES.filter((status) => !['proposed', 'scheduled'].includes(status)))(
    'once the action is %s',
    async (status) => {
      const tenant = await aDesk();
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

  it('of a deleted action, of an unknown one, and of one that has changed since it was read', async () => {
    const tenant = await aDesk();
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
    const tenant = await aDesk();
    const { id } = await tenant.make.anAction(tenant.company);
    expectInvalid(await edit(tenant, id, body), error);
  });
});

it('an edit and its repetition under one Idempotency-Key are one', async () => {
  const tenant = await aDesk();
  const { id } = await tenant.make.anAction(tenant.company);
  const patch = () => edit(tenant, id, { urgency_score: 90 }).set('Idempotency-Key', 'k1');
  const first = await patch().expect(200);
  const second = await patch().expect(200);
  expect(second.text).toBe(first.text);
  expect(second.headers['idempotency-replayed']).toBe('true');
  expect((await tenant.client.detail(id)).body.approval_log).toHaveLength(1);
});

it('of simultaneous edits none is lost: each sees what the one before left', async () => {
  const tenant = await aDesk();
  const { id } = await tenant.make.anAction(tenant.company, { urgencyScore: 0 });
  const scores = Array.from({ length: 10 }, (_, n) => n + 1);
  const answers = await Promise.all(
    scores.map((urgency_score) => retryOn503(() => edit(tenant, id, { urgency_score }))),
  );
  expect(answers.map(({ status }) => status)).toEqual(scores.map(() => 200));
  const { approval_log } = (await tenant.client.detail(id)).body as {
    approval_log: { changes: { urgency_score: { from: number; to: number } } }[];
  };
  const chain = approval_log.map(({ changes }) => changes.urgency_score);
  expect(chain.map(({ from }) => from)).toEqual([0, ...chain.slice(0, -1).map(({ to }) => to)]);
  expect(chain.map(({ to }) => to).toSorted((a, b) => a - b)).toEqual(scores);
});

it('and every log of theirs is the chain that it was written as', () => expectIntactLogs(app, companies));
