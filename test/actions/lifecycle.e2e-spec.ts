import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectProblem } from '../support/problem.js';
import { type Command, COMMAND_NAMES } from '../../src/actions/lifecycle/transitions.js';
import { STATUSES } from '../../src/actions/lifecycle/statuses.js';

const app = useApp();

const UNDECIDED = ['proposed', 'scheduled'];
const UNFINISHED = ['proposed', 'scheduled', 'processing'];
const PAST = new Date('2026-10-01T00:00:00Z');

describe('a command changes the status, returns the full action and writes one log row', () => {
  it.each<[string, Command, string]>([
    ['proposed', 'approve', 'processing'],
    ['proposed', 'reject', 'cancelled'],
    ['proposed', 'send', 'completed'],
    ['proposed', 'cancel', 'cancelled'],
    ['proposed', 'complete', 'completed'],
    ['scheduled', 'approve', 'processing'],
    ['scheduled', 'reject', 'cancelled'],
    ['scheduled', 'send', 'completed'],
    ['scheduled', 'cancel', 'cancelled'],
    ['scheduled', 'complete', 'completed'],
    ['processing', 'reject', 'cancelled'],
    ['processing', 'cancel', 'cancelled'],
    ['processing', 'complete', 'completed'],
  ])('%s: %s → %s', async (from, command, to) => {
    const { make, company, client } = await createTenant(app);
    const status = from as (typeof STATUSES)[number];
    const { id } = await make.anAction(company, { status, createdAt: PAST, updatedAt: PAST });
    const response = await client.perform(command, id).set('X-Request-Id', 'desk-7').expect(200);
    const { executed_at, updated_at, approval_log } = response.body;
    expect(response.body).toMatchObject({ id, status: to, version: 2, created_at: PAST.toISOString() });
    expect(Math.abs(Date.parse(updated_at) - Date.now())).toBeLessThan(10_000);
    expect(response.body.approved_sha256 !== null).toBe(command === 'approve');
    expect(executed_at).toBe(to === 'completed' ? updated_at : null);
    expect(approval_log).toEqual([
      {
        id: expect.any(String),
        command,
        from_status: from,
        to_status: to,
        approved_by: null,
        approved_by_name: null,
        actor: 'collections-desk',
        approved_by_proof: null,
        actor_contact_id: null,
        actor_contact_name: null,
        caused_by: null,
        reason: null,
        comment: null,
        content_sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        approved_sha256: response.body.approved_sha256,
        changes: null,
        request_id: 'desk-7',
        created_at: updated_at,
      },
    ]);
    expect((await client.detail(id).expect(200)).body).toEqual(response.body);
  });
});

describe('a repeated command only adds a log entry', () => {
  it.each<[string, Command, object]>([
    ['completed', 'complete', {}],
    ['cancelled', 'reject', { reason: 'Again.' }],
    ['cancelled', 'cancel', { reason: 'Again.' }],
  ])('%s: %s', async (from, command, body) => {
    const { make, company, client } = await createTenant(app);
    const status = from as (typeof STATUSES)[number];
    const { id } = await make.anAction(company, { status, updatedAt: PAST });
    const { approval_log: none, ...before } = (await client.detail(id).expect(200)).body;
    const { approval_log, ...after } = (await client.perform(command, id, body).expect(200)).body;
    expect(after).toEqual(before);
    expect(none).toEqual([]);
    expect(approval_log).toEqual([
      expect.objectContaining({ command, from_status: from, to_status: from, reason: null, ...body }),
    ]);
  });
});

it('the response of an action has the latest 100 entries of a log that grows with each repetition; the paged log has all', async () => {
  const { make, company, client } = await createTenant(app);
  const { id } = await make.anAction(company);
  const reasons = Array.from({ length: 103 }, (_, n) => `Reason ${n}`);
  for (const reason of reasons) await client.perform('cancel', id, { reason }).expect(200);
  const reasonsOf = (rows: { reason: string }[]) => rows.map(({ reason }) => reason);
  const { body } = await client.detail(id).expect(200);
  expect(reasonsOf(body.approval_log)).toEqual(reasons.slice(3));
  const log = await client.get(`/actions/${id}/log`, { page_size: 500 }).expect(200);
  expect(reasonsOf(log.body.data)).toEqual(reasons);
});

describe('a command that the status does not allow is rejected with invalid_state and changes nothing', () => {
  it.each<[string, Command, string[]]>([
    ['processing', 'approve', UNDECIDED],
    ['processing', 'send', UNDECIDED],
    ['completed', 'approve', UNDECIDED],
    ['completed', 'reject', UNFINISHED],
    ['completed', 'send', UNDECIDED],
    ['completed', 'cancel', UNFINISHED],
    ['cancelled', 'approve', UNDECIDED],
    ['cancelled', 'send', UNDECIDED],
    ['cancelled', 'complete', UNFINISHED],
  ])('%s: %s, allowed from %j', async (from, command, allowed_from) => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company, { status: from as (typeof STATUSES)[number] });
    const before = (await client.detail(id).expect(200)).body;
    const response = await client.perform(command, id);
    expectProblem(response, 'invalid_state', { current_status: from, allowed_from });
    expect(response.body.detail).toMatch(new RegExp(`; this one is ${from}\\.$`));
    expect((await client.detail(id).expect(200)).body).toEqual(before);
  });
});

describe.each(STATUSES)('a soft-deleted %s action', (status) => {
  it.each(COMMAND_NAMES)('rejects %s with action_deleted and is unchanged', async (command) => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company, { status, deletedAt: PAST });
    const before = (await client.detail(id).expect(200)).body;
    expectProblem(await client.perform(command, id), 'action_deleted');
    expect((await client.detail(id).expect(200)).body).toEqual(before);
  });
});

it('the log is sorted oldest first, and each row starts at the status where the previous row ended', async () => {
  const { make, company, client, contact } = await createTenant(app);
  const { id } = await make.anAction(company, { status: 'scheduled' });
  await client.perform('approve', id, { approved_by: contact.id, comment: 'Go.' }).expect(200);
  await client.perform('cancel', id, { reason: 'Paid.' }).expect(200);
  await client.perform('approve', id).expect(400);
  await client.perform('reject', id, { reason: 'Really paid.' }).expect(200);
  const { body } = await client.perform('cancel', id, { reason: 'Twice.' }).expect(200);
  const log = body.approval_log as Record<string, string>[];
  expect(log.map((row) => [row.command, row.from_status, row.to_status, row.reason ?? row.comment])).toEqual([
    ['approve', 'scheduled', 'processing', 'Go.'],
    ['cancel', 'processing', 'cancelled', 'Paid.'],
    ['reject', 'cancelled', 'cancelled', 'Really paid.'],
    ['cancel', 'cancelled', 'cancelled', 'Twice.'],
  ]);
  expect(log.map((row) => row.approved_by_name)).toEqual(['Dana Whitfield', null, null, null]);
  const times = log.map((row) => row.created_at!);
  expect(times).toEqual(times.toSorted());
});
