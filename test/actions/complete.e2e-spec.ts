import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

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

it('completed twice, keeps the first executed_at and logs both commands', async () => {
  const { make, company, client } = await createTenant(app);
  const { id } = await make.anAction(company, { status: 'processing' });
  const first = (await client.perform('complete', id).expect(200)).body;
  const second = (await client.perform('complete', id, {}).expect(200)).body;
  expect({ ...second, approval_log: null }).toEqual({ ...first, approval_log: null });
  expect(second.approval_log.map((row: Record<string, string>) => [row.from_status, row.to_status])).toEqual([
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
