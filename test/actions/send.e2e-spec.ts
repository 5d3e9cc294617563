import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();

async function anOpenAction() {
  const tenant = await createTenant(app);
  return { ...tenant, id: (await tenant.make.anAction(tenant.company)).id };
}

it('records delivery details and completes: executed_at is the database’s now', async () => {
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

it('needs no detail at all', async () => {
  const { client, id } = await anOpenAction();
  const { body } = await client.perform('send', id).expect(200);
  const none = { channel_id: null, external_id: null, response_deadline: null, response_overdue: false };
  expect(body).toMatchObject({ ...none, metadata: {} });
});

describe.each(['channel_id', 'external_id'])('%s', (field) => {
  it('has at most 255 characters, and is absent when blank', async () => {
    const { make, company, client, id } = await anOpenAction();
    expectInvalid(await client.perform('send', id, { [field]: 'x'.repeat(256) }), `body.${field}: too_long`);
    for (const [given, kept] of [
      ['x'.repeat(255), 'x'.repeat(255)],
      ['😀'.repeat(255), '😀'.repeat(255)],
      [' \t', null],
      ['', null],
    ]) {
      const other = await make.anAction(company);
      const { body } = await client.perform('send', other.id, { [field]: given }).expect(200);
      expect(body[field]).toBe(kept);
    }
  });
});

describe('response_deadline', () => {
  it('in the past is accepted, and response_overdue is true at once', async () => {
    const { client, id } = await anOpenAction();
    const { body } = await client
      .perform('send', id, { response_deadline: '2020-01-01T00:00:00Z' })
      .expect(200);
    expect(body).toMatchObject({ response_deadline: '2020-01-01T00:00:00.000Z', response_overdue: true });
  });

  it('in the future is not overdue', async () => {
    const { client, id } = await anOpenAction();
    const { body } = await client
      .perform('send', id, { response_deadline: '9998-12-31T23:59:59.9z' })
      .expect(200);
    expect(body).toMatchObject({ response_deadline: '9998-12-31T23:59:59.900Z', response_overdue: false });
  });

  it.each([
    ['naive', '2026-06-01T17:00:00'],
    ['a day alone', '2026-06-01'],
    ['impossible', '2026-02-30T17:00:00Z'],
    ['24:00', '2026-06-01T24:00:00Z'],
    ['a leap second', '2026-06-30T23:59:60Z'],
    ['an impossible offset', '2026-06-01T17:00:00+25:00'],
    ['out of range', '+275760-09-13T00:00:00Z'],
    ['before all ranges', '0000-01-01T00:00:00Z'],
    ['a word of PostgreSQL', 'infinity'],
    ['another word of PostgreSQL', 'tomorrow'],
    ['a number in a string', '1780333200'],
    ['empty', ''],
    ['blank', ' '],
  ])('%s is a 400 that names it: %s', async (_, response_deadline) => {
    const { client, id } = await anOpenAction();
    expectInvalid(
      await client.perform('send', id, { response_deadline }),
      'body.response_deadline: date_time',
    );
    expect((await client.detail(id)).body).toMatchObject({ status: 'proposed', approval_log: [] });
  });

  it.each([[1_780_333_200_000], [[]], [{}], [true]])(
    'of another type is a 400: %j',
    async (response_deadline) => {
      const { client, id } = await anOpenAction();
      expectInvalid(await client.perform('send', id, { response_deadline }), 'body.response_deadline');
    },
  );
});
