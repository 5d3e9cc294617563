import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';
import type { Command } from '../../src/actions/lifecycle/transitions.js';

const app = useApp();

/** The fields that each command accepts, copied by hand. */
const FIELDS: [Command, string[]][] = [
  ['approve', ['final_content', 'approved_by', 'comment']],
  ['reject', ['reason', 'approved_by', 'comment']],
  ['send', ['final_content', 'channel_id', 'external_id', 'response_deadline']],
  ['cancel', ['reason', 'approved_by']],
  ['complete', []],
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
  const everyField = FIELDS.flatMap(([command, fields]) => fields.map((field) => [command, field] as const));
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
      const spaced = await client.perform(command, id, { [field]: ' \t\u00a0Two\n lines. \r\n' }).expect(200);
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
