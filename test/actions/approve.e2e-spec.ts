import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

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
      reason: null,
      comment: 'Reviewed and approved.',
      // SHA-256 of "Hi Acme.", computed with sha256sum.
      content_sha256: 'a26d0caf8480b3a0089f43ef9a08dd712ba924336fb98a01eef36547c037b928',
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

it('changes neither the urgency, nor the schedule, nor any other action', async () => {
  const { make, company, client } = await createTenant(app);
  const { id, customerId, invoiceId } = await make.anAction(company);
  const sibling = await make.anAction(company, { customerId, invoiceId });
  const [before, siblingBefore] = [await client.detail(id), await client.detail(sibling.id)];
  const { body } = await client.perform('approve', id).expect(200);
  const changed = Object.keys(body).filter(
    (key) => JSON.stringify(body[key]) !== JSON.stringify(before.body[key]),
  );
  expect(changed).toEqual(['status', 'allowed_actions', 'version', 'updated_at', 'approval_log']);
  expect((await client.detail(sibling.id)).body).toEqual(siblingBefore.body);
});
