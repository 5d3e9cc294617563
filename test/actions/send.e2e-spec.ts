import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();

async function anOpenAction() {
  const tenant = await createTenant(app);
  return { ...tenant, id: (await tenant.make.anAction(tenant.company)).id };
}

it('stores the delivery fields and completes the action; executed_at is the time of the database', async () => {
  const { client, id } = await anOpenAction();
  const [{ before }] = await app.dataSource.query('SELECT clock_timestamp()::timestamptz(3) AS before');
  const { body } = await client
    .perform('send', id, {
      final_content: 'What was sent.',
      channel_id: ' thread_abc123 ',
      external_id: 'crm-1\n',
      response_deadline: '2026-06-01T19:00:00+02:00',
    })
    .expect(200);
  const [{ after }] = await app.dataSource.query('SELECT clock_timestamp()::timestamptz(3) AS after');
  expect(body).toMatchObject({
    status: 'completed',
    channel_id: 'thread_abc123',
    external_id: 'crm-1',
    response_deadline: '2026-06-01T17:00:00.000Z',
    metadata: { final_content: 'What was sent.' },
    allowed_actions: [],
  });
  expect(body.executed_at).toBe(body.updated_at);
  expect(Date.parse(body.executed_at)).toBeGreaterThanOrEqual(before.getTime());
  expect(Date.parse(body.executed_at)).toBeLessThanOrEqual(after.getTime());
  expect(body.approval_log).toHaveLength(1);
});

it('accepts a request without fields', async () => {
  const { client, id } = await anOpenAction();
  const { body } = await client.perform('send', id).expect(200);
  const empty = { channel_id: null, external_id: null, response_deadline: null, response_overdue: false };
  expect(body).toMatchObject({ ...empty, metadata: {} });
});

describe.each(['channel_id', 'external_id'])('%s', (field) => {
  it('may have up to 255 characters; blank counts as absent', async () => {
    const { make, company, client, id } = await anOpenAction();
    expectInvalid(await client.perform('send', id, { [field]: 'x'.repeat(256) }), `body.${field}: too_long`);
    for (const [sent, stored] of [
      ['x'.repeat(255), 'x'.repeat(255)],
      ['😀'.repeat(255), '😀'.repeat(255)],
      [' \t', null],
      ['', null],
    ]) {
      const other = await make.anAction(company);
      const { body } = await client.perform('send', other.id, { [field]: sent }).expect(200);
      expect(body[field]).toBe(stored);
    }
  });
});

describe('response_deadline', () => {
  it('is accepted in the past, and sets response_overdue at once', async () => {
    const { client, id } = await anOpenAction();
    const { body } = await client
      .perform('send', id, { response_deadline: '2020-01-01T00:00:00Z' })
      .expect(200);
    expect(body).toMatchObject({ response_deadline: '2020-01-01T00:00:00.000Z', response_overdue: true });
  });

  it('is not overdue in the future', async () => {
    const { client, id } = await anOpenAction();
    const { body } = await client
      .perform('send', id, { response_deadline: '9998-12-31T23:59:59.9z' })
      .expect(200);
    expect(body).toMatchObject({ response_deadline: '9998-12-31T23:59:59.900Z', response_overdue: false });
  });

  it.each([
    ['without an offset', '2026-06-01T17:00:00'],
    ['a date without a time', '2026-06-01'],
    ['an impossible date', '2026-02-30T17:00:00Z'],
    ['24:00', '2026-06-01T24:00:00Z'],
    ['a leap second', '2026-06-30T23:59:60Z'],
    ['an impossible offset', '2026-06-01T17:00:00+25:00'],
    ['an expanded year', '+275760-09-13T00:00:00Z'],
    ['the year 0', '0000-01-01T00:00:00Z'],
    ['a keyword of PostgreSQL', 'infinity'],
    ['another keyword of PostgreSQL', 'tomorrow'],
    ['a number in a string', '1780333200'],
    ['empty', ''],
    ['blank', ' '],
  ])('is rejected: %s, %j', async (_, response_deadline) => {
    const { client, id } = await anOpenAction();
    expectInvalid(
      await client.perform('send', id, { response_deadline }),
      'body.response_deadline: date_time',
    );
    expect((await client.detail(id)).body).toMatchObject({ status: 'proposed', approval_log: [] });
  });

  it.each([[1_780_333_200_000], [[]], [{}], [true]])(
    'is rejected if its type is wrong: %j',
    async (response_deadline) => {
      const { client, id } = await anOpenAction();
      expectInvalid(await client.perform('send', id, { response_deadline }), 'body.response_deadline');
    },
  );
});
