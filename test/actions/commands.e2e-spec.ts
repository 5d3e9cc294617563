import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();

describe('approve', () => {
  it('approves with final content, approver and comment, and logs them with the actor and the time', async () => {
    const { make, company, contact, client } = await createTenant(app);
    const { id } = await make.anAction(company);
    const input = { final_content: 'Hi Acme.', approved_by: contact.id, comment: 'Reviewed and approved.' };
    const { body } = await client.perform('approve', id, input).set('X-Request-Id', 'desk-1').expect(200);
    expect(body).toMatchObject({
      status: 'processing',
      metadata: { final_content: 'Hi Acme.' },
      executed_at: null,
      allowed_actions: ['reject', 'cancel', 'complete'],
    });
    expect(body.approval_log).toStrictEqual([
      {
        id: expect.any(String),
        command: 'approve',
        from_status: 'proposed',
        to_status: 'processing',
        approved_by: contact.id,
        approved_by_name: 'Dana Whitfield',
        actor: 'collections-desk',
        approved_by_proof: 'claimed',
        actor_contact_id: null,
        actor_contact_name: null,
        caused_by: null,
        reason: null,
        comment: 'Reviewed and approved.',
        // SHA-256 of "Hi Acme.", computed with sha256sum.
        content_sha256: 'a26d0caf8480b3a0089f43ef9a08dd712ba924336fb98a01eef36547c037b928',
        approved_sha256: body.approved_sha256,
        changes: null,
        request_id: 'desk-1',
        created_at: body.updated_at,
      },
    ]);
  });

  it('approves a scheduled action', async () => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company, { status: 'scheduled' });
    const { body } = await client.perform('approve', id, {}).expect(200);
    expect(body.status).toBe('processing');
  });

  it('changes neither the urgency, nor the schedule, nor any other action but its warnings', async () => {
    const { make, company, client } = await createTenant(app);
    const { id, customerId, invoiceId } = await make.anAction(company);
    const sibling = await make.anAction(company, { customerId, invoiceId, isRecommended: false });
    const [before, siblingBefore] = [await client.detail(id), await client.detail(sibling.id)];
    const { body } = await client.perform('approve', id).expect(200);
    const changed = Object.keys(body).filter(
      (key) => JSON.stringify(body[key]) !== JSON.stringify(before.body[key]),
    );
    const expected = [
      'status',
      'allowed_actions',
      'version',
      'updated_at',
      'delivery',
      'approved_sha256',
      'approval_log',
    ];
    expect(changed).toEqual(expected);
    const warnings = [{ code: 'recently_contacted', detail: expect.any(String) }];
    expect((await client.detail(sibling.id)).body).toEqual({ ...siblingBefore.body, warnings });
  });
});

describe('reject', () => {
  it('cancels an action and logs reason, approver and comment', async () => {
    const { make, company, contact, client } = await createTenant(app);
    const { id } = await make.anAction(company);
    const input = { reason: 'Customer already paid.', approved_by: contact.id, comment: 'By cheque.' };
    const { body } = await client.perform('reject', id, input).expect(200);
    expect(body).toMatchObject({ status: 'cancelled', executed_at: null, metadata: {}, allowed_actions: [] });
    expect(body.approval_log).toEqual([
      expect.objectContaining({
        command: 'reject',
        from_status: 'proposed',
        to_status: 'cancelled',
        reason: 'Customer already paid.',
        comment: 'By cheque.',
        approved_by: contact.id,
        approved_by_name: 'Dana Whitfield',
      }),
    ]);
  });

  it('rejects an approved action and logs the digest of its final content', async () => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company);
    await client.perform('approve', id, { final_content: 'The edit.' }).expect(200);
    const { body } = await client.perform('reject', id).expect(200);
    const [approved, rejected] = body.approval_log;
    expect(rejected).toMatchObject({ from_status: 'processing', to_status: 'cancelled' });
    expect(rejected.content_sha256).toBe(approved.content_sha256);
  });

  it('lists a rejected action in history, by the day of its rejection', async () => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company, { updatedAt: new Date('2020-01-01T00:00:00Z') });
    const { body } = await client.perform('reject', id).expect(200);
    const today = body.updated_at.slice(0, 10);
    const history = { category: 'history', executed_after: today, executed_before: today };
    expect((await client.list(history).expect(200)).body.data[0]).toMatchObject({ id, status: 'cancelled' });
  });
});

describe('cancel', () => {
  it('cancels an action and logs the reason and the contact', async () => {
    const { make, company, contact, client } = await createTenant(app);
    const { id } = await make.anAction(company, { status: 'scheduled' });
    const input = { reason: 'Invoice is in dispute.', approved_by: contact.id };
    const { body } = await client.perform('cancel', id, input).expect(200);
    expect(body).toMatchObject({ status: 'cancelled', executed_at: null, allowed_actions: [] });
    expect(body.approval_log).toEqual([
      expect.objectContaining({
        command: 'cancel',
        from_status: 'scheduled',
        to_status: 'cancelled',
        reason: 'Invoice is in dispute.',
        comment: null,
        approved_by: contact.id,
        approved_by_name: 'Dana Whitfield',
        actor: 'collections-desk',
      }),
    ]);
  });

  it('rejects a comment, which only approve and reject accept', async () => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company);
    expectInvalid(await client.perform('cancel', id, { comment: 'x' }), 'body.comment: unknown');
  });
});

describe('complete', () => {
  it('completes without sending: sets executed_at and leaves the delivery fields null', async () => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company, { actionType: 'task' });
    const { body } = await client.perform('complete', id).expect(200);
    expect(body).toMatchObject({
      status: 'completed',
      executed_at: body.updated_at,
      channel_id: null,
      external_id: null,
      response_deadline: null,
      metadata: {},
      allowed_actions: [],
    });
  });

  it('logs how it went, as a comment', async () => {
    const { client, make, company } = await createTenant(app);
    const { id } = await make.anAction(company);
    const { body } = await client
      .perform('complete', id, { comment: 'Reached: pays on Monday.' })
      .expect(200);
    expect(body.approval_log.at(-1)).toMatchObject({
      command: 'complete',
      comment: 'Reached: pays on Monday.',
    });
  });

  it('completed twice, keeps the first executed_at and logs both commands', async () => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company, { status: 'processing' });
    const first = (await client.perform('complete', id).expect(200)).body;
    const second = (await client.perform('complete', id, {}).expect(200)).body;
    expect({ ...second, approval_log: null }).toEqual({ ...first, approval_log: null });
    expect(
      second.approval_log.map((row: Record<string, string>) => [row.from_status, row.to_status]),
    ).toEqual([
      ['processing', 'completed'],
      ['completed', 'completed'],
    ]);
  });

  it('moves the action from needs_action to history', async () => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company);
    expect((await client.list({ category: 'needs_action' })).body.count).toBe(1);
    await client.perform('complete', id).expect(200);
    expect((await client.list({ category: 'needs_action' })).body.count).toBe(0);
    expect((await client.list({ category: 'history' })).body.data[0].id).toBe(id);
  });
});
