import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';
import type { Command } from '../../src/actions/lifecycle/transitions.js';

const app = useApp();

describe('fields of commands', () => {
  /** The fields that each command accepts, copied by hand. */
  const FIELDS: [Command, string[]][] = [
    ['approve', ['final_content', 'final_subject', 'approved_by', 'comment']],
    ['reject', ['reason', 'approved_by', 'comment']],
    ['send', ['final_content', 'final_subject', 'channel_id', 'external_id', 'response_deadline']],
    ['cancel', ['reason', 'approved_by']],
    ['complete', ['comment', 'channel_id', 'external_id', 'response_deadline']],
  ];
  const ALL_FIELDS = [...new Set(FIELDS.flatMap(([, fields]) => fields))];
  const commandsWith = (...wanted: string[]) =>
    FIELDS.flatMap(([command, fields]) =>
      fields.filter((field) => wanted.includes(field)).map((field) => [command, field] as const),
    );

  async function anOpenAction() {
    const tenant = await createTenant(app);
    return { ...tenant, id: (await tenant.make.anAction(tenant.company)).id };
  }

  describe('an unknown field is rejected by name and changes nothing', () => {
    it.each(FIELDS)('%s accepts only %j', async (command, fields) => {
      const { client, id } = await anOpenAction();
      for (const field of [...ALL_FIELDS, 'final_contents', 'status', 'id', 'Reason', ''].filter(
        (name) => !fields.includes(name),
      )) {
        expectInvalid(await client.perform(command, id, { [field]: null }), `body.${field}: unknown`);
      }
      expect((await client.detail(id)).body).toMatchObject({ status: 'proposed', approval_log: [] });
    });
  });

  describe('null in a field of a command', () => {
    it.each(FIELDS)('%s treats null like an absent field: %j', async (command, fields) => {
      const { client, id } = await anOpenAction();
      const nulls = Object.fromEntries(fields.map((field) => [field, null]));
      const { body } = await client.perform(command, id, nulls).expect(200);
      expect(body).toMatchObject({
        metadata: {},
        channel_id: null,
        external_id: null,
        response_deadline: null,
      });
      expect(body.approval_log[0]).toMatchObject({ approved_by: null, reason: null, comment: null });
    });
  });

  describe('a value of the wrong type is rejected by the name of its field', () => {
    const everyField = FIELDS.flatMap(([command, fields]) =>
      fields.map((field) => [command, field] as const),
    );
    it.each(everyField)('%s.%s', async (command, field) => {
      const { client, id } = await anOpenAction();
      for (const value of [1, 0, true, false, {}, [], ['x'], { toString: 'x' }]) {
        expectInvalid(await client.perform(command, id, { [field]: value }), `body.${field}`);
      }
    });
  });

  describe('reasons and comments', () => {
    it.each(commandsWith('reason', 'comment'))(
      '%s.%s is trimmed; blank counts as absent',
      async (command, field) => {
        const { make, company, client, id } = await anOpenAction();
        const spaced = await client
          .perform(command, id, { [field]: ' \t\u00a0Two\n lines. \r\n' })
          .expect(200);
        expect(spaced.body.approval_log[0][field]).toBe('Two\n lines.');
        for (const blank of ['', ' ', '\n\t\u3000']) {
          const other = await make.anAction(company);
          const { body } = await client.perform(command, other.id, { [field]: blank }).expect(200);
          expect(body.approval_log[0][field]).toBeNull();
        }
      },
    );

    it.each(commandsWith('reason', 'comment'))(
      '%s.%s may have up to 2,000 characters',
      async (command, field) => {
        const { make, company, client, id } = await anOpenAction();
        for (const character of ['x', 'ü', '😀']) {
          const other = await make.anAction(company);
          const text = character.repeat(2_000);
          const { body } = await client.perform(command, other.id, { [field]: ` ${text} ` }).expect(200);
          expect(body.approval_log[0][field]).toBe(text);
          expectInvalid(
            await client.perform(command, id, { [field]: `${text}${character}` }),
            `body.${field}: too_long`,
          );
        }
      },
    );
  });

  describe('approved_by', () => {
    it.each(commandsWith('approved_by'))(
      '%s.%s accepts a contact of the company and returns the name of the contact',
      async (command) => {
        const { client, id, contact } = await anOpenAction();
        const { body } = await client.perform(command, id, { approved_by: contact.id }).expect(200);
        expect(body.approval_log[0]).toMatchObject({
          approved_by: contact.id,
          approved_by_name: 'Dana Whitfield',
        });
      },
    );

    it.each(commandsWith('approved_by'))(
      '%s.%s is rejected alike if it is unknown or of another company',
      async (command, field) => {
        const { make, company, client, id } = await anOpenAction();
        const foreign = (await createTenant(app)).contact.id;
        const { id: customer } = await make.aCustomer(company);
        const responses = [];
        for (const notAContact of [uuidv7(), foreign, customer, id, company.id]) {
          const response = await client.perform(command, id, { [field]: notAContact });
          expectInvalid(response, `body.${field}: contact`);
          responses.push({ ...response.body, request_id: null });
        }
        expect(new Set(responses.map((response) => JSON.stringify(response))).size).toBe(1);
        expect((await client.detail(id)).body).toMatchObject({ status: 'proposed', approval_log: [] });
      },
    );

    it.each(commandsWith('approved_by'))('%s.%s is rejected if it is malformed', async (command, field) => {
      const { client, id } = await anOpenAction();
      for (const malformed of ['', ' ', 'dana@example.com', '1042', 'null', "' OR true --"]) {
        expectInvalid(await client.perform(command, id, { [field]: malformed }), `body.${field}: uuid`);
      }
    });
  });

  it('a 400 names every invalid field at once', async () => {
    const { client, id } = await anOpenAction();
    const body = { final_content: ' ', approved_by: 'Dana', comment: 'x'.repeat(2_001), commment: 'x' };
    expectInvalid(
      await client.perform('approve', id, body),
      'body.final_content: blank',
      'body.approved_by: uuid',
      'body.comment: too_long',
      'body.commment: unknown',
    );
  });

  it('a command rejects query parameters: a field sent there would be lost', async () => {
    const { client, id } = await anOpenAction();
    const response = await client.request('post', `/actions/${id}/approve?final_content=x`);
    expectInvalid(response, 'query.final_content: unknown');
  });
});

describe('final content', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

  describe.each(['approve', 'send'] as const)('final_content of %s', (command) => {
    async function anOpenAction(overrides: object = {}) {
      const tenant = await createTenant(app);
      return {
        ...tenant,
        id: (await tenant.make.anAction(tenant.company, { content: 'The draft.', ...overrides })).id,
      };
    }

    it('H10: is stored in metadata.final_content and returned as effective_content; the draft stays unchanged', async () => {
      const { client, id } = await anOpenAction({ metadata: { language: 'en' } });
      const { body } = await client.perform(command, id, { final_content: 'The edit.' }).expect(200);
      expect(body.metadata).toEqual({ language: 'en', final_content: 'The edit.' });
      expect(body).toMatchObject({ content: 'The draft.', effective_content: 'The edit.' });
      expect(body.approval_log[0].content_sha256).toBe(sha256('The edit.'));
    });

    it('when absent, leaves metadata unchanged, and the draft goes out and gives the digest', async () => {
      const { client, id } = await anOpenAction({ metadata: { language: 'en' } });
      const { body } = await client.perform(command, id).expect(200);
      expect(body.metadata).toEqual({ language: 'en' });
      expect(body).toMatchObject({ effective_subject: 'Invoice overdue', effective_content: 'The draft.' });
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
});
