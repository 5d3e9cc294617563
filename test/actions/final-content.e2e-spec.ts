import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe.each(['approve', 'send'] as const)('final_content of %s', (command) => {
  async function anOpenAction(overrides: object = {}) {
    const tenant = await createTenant(app);
    return {
      ...tenant,
      id: (await tenant.make.anAction(tenant.company, { content: 'The draft.', ...overrides })).id,
    };
  }

  it('is stored in metadata.final_content; the draft and the other metadata stay unchanged', async () => {
    const { client, id } = await anOpenAction({ metadata: { language: 'en' } });
    const { body } = await client.perform(command, id, { final_content: 'The edit.' }).expect(200);
    expect(body.metadata).toEqual({ language: 'en', final_content: 'The edit.' });
    expect(body.content).toBe('The draft.');
    expect(body.approval_log[0].content_sha256).toBe(sha256('The edit.'));
  });

  it('when absent, leaves metadata unchanged and logs the digest of the draft', async () => {
    const { client, id } = await anOpenAction({ metadata: { language: 'en' } });
    const { body } = await client.perform(command, id).expect(200);
    expect(body.metadata).toEqual({ language: 'en' });
    expect(body.approval_log[0].content_sha256).toBe(sha256('The draft.'));
  });

  it.each([
    '  Dear Acme,\r\n\r\n\tplease pay.  \n',
    '<script>alert("x")</script> & {{name}} ${x} %s \\n',
    "'; DROP TABLE action; --",
    'Grüße 株式会社 שלום 😀 e\u0301 \u200b\ufeff\u0001',
  ])('is stored verbatim: %j', async (final_content) => {
    const { client, id } = await anOpenAction();
    await client.perform(command, id, { final_content }).expect(200);
    const { body } = await client.detail(id).expect(200);
    expect(body.metadata.final_content).toBe(final_content);
    expect(body.approval_log[0].content_sha256).toBe(sha256(final_content));
  });

  it.each(['', ' ', '\r\n\t', '\u00a0\u3000'])('is rejected if it is blank: %j', async (final_content) => {
    const { client, id } = await anOpenAction();
    expectInvalid(await client.perform(command, id, { final_content }), 'body.final_content: blank');
    expect((await client.detail(id)).body).toMatchObject({ status: 'proposed', metadata: {} });
  });

  it.each(['x', 'ü', '株', '😀'])(
    'may have up to 100,000 characters, counted as code points: %s',
    async (character) => {
      const { client, id } = await anOpenAction();
      const longest = character.repeat(100_000);
      const response = await client.perform(command, id, { final_content: `${longest}${character}` });
      expectInvalid(response, 'body.final_content: too_long');
      const { body } = await client.perform(command, id, { final_content: longest }).expect(200);
      expect(body.metadata.final_content).toBe(longest);
    },
  );

  it.each([
    ['\\u00fc', 'ü'],
    ['\\ud83d\\ude00', '😀'],
  ])('accepts 100,000 characters that are escaped as %s', async (escape, character) => {
    const { client, id } = await anOpenAction();
    const { body } = await client
      .request('post', `/actions/${id}/${command}`)
      .set('Content-Type', 'application/json')
      .send(`{"final_content":"${escape.repeat(100_000)}"}`)
      .expect(200);
    expect(body.metadata.final_content).toBe(character.repeat(100_000));
  });
});
