import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

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
