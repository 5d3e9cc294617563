import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();

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
