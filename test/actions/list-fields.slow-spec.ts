import { expect, it } from '@jest/globals';
import { ACTION_FIELDS } from '../../src/actions/dto/action-fields.js';
import { LIMITS } from '../../src/limits.js';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

it('each field has the value that it has without a selection', async () => {
  const { make, company, client } = await createTenant(app);
  const { id } = await make.anAction(company, { content: 'Dear customer', reasoning: 'It is late.' });
  await client.perform('approve', id, { final_content: 'Dear Ms Okafor', final_subject: 'Hello' });
  await make.anAction(company, { content: 'A second draft', metadata: { run: 7 } });
  const { data: whole } = (await client.list().expect(200)).body;
  expect(ACTION_FIELDS).toEqual(Object.keys(whole[0]));
  for (const field of ACTION_FIELDS) {
    const { body } = await client.list({ fields: field }).expect(200);
    expect(body.data).toEqual(whole.map((action: Record<string, unknown>) => ({ [field]: action[field] })));
  }
});

it('a list without texts does not read them, however long they are', async () => {
  const { make, company, client } = await createTenant(app);
  const content = 'x'.repeat(LIMITS.rowBytes / 4);
  for (let n = 0; n < 6; n += 1) await make.anAction(company, { content });
  // A page of more bytes than are read at once has no Content-Length.
  expect((await client.list().expect(200)).headers['content-length']).toBeUndefined();
  const { headers, body } = await client.list({ fields: 'id,description' }).expect(200);
  expect(Number(headers['content-length'])).toBeLessThan(2_000);
  expect(body.data).toHaveLength(6);
});
