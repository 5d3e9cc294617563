import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import type { Action } from '../../src/actions/store/action.entity.js';
import { useApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { type Status, STATUSES } from '../../src/actions/lifecycle/statuses.js';

const app = useApp();

/** Creates one action for each combination of status, action_required, is_recommended, wait_for_customer and deleted. */
async function everyCombination({ make, company }: Tenant): Promise<string> {
  const { id: invoiceId, customerId } = await make.anInvoice(company);
  const add = (
    status: Status,
    actionRequired: boolean,
    isRecommended: boolean,
    wait: boolean,
    deleted: boolean,
  ) =>
    make.anAction(company, {
      // One undecided action on an invoice can be recommended.
      ...(isRecommended && !(status === 'proposed' && actionRequired) ? {} : { invoiceId }),
      customerId,
      status,
      actionRequired,
      isRecommended,
      recommendation: wait ? 'wait_for_customer' : 'send_second_reminder',
      deletedAt: deleted ? new Date('2026-11-05T00:00:00Z') : null,
      description: [
        status,
        actionRequired && 'required',
        isRecommended && 'recommended',
        wait && 'wait',
        deleted && 'deleted',
      ]
        .filter(Boolean)
        .join(' '),
    });
  const adding = [];
  for (const status of STATUSES) {
    for (const deleted of [false, true]) {
      for (const recommended of [false, true]) {
        adding.push(add(status, false, recommended, false, deleted));
        adding.push(add(status, true, recommended, false, deleted));
        // The database forbids action_required with wait_for_customer: see the last test.
        adding.push(add(status, false, recommended, true, deleted));
      }
    }
  }
  await Promise.all(adding);
  return invoiceId;
}

const HISTORY = [
  'cancelled recommended',
  'cancelled recommended wait',
  'cancelled required recommended',
  'completed',
  'completed recommended',
  'completed recommended wait',
  'completed required',
  'completed required recommended',
  'completed wait',
];
const NOT_DELETED = STATUSES.flatMap((status) => [
  status,
  `${status} recommended`,
  `${status} recommended wait`,
  `${status} required`,
  `${status} required recommended`,
  `${status} wait`,
]);
const IN_PROGRESS = NOT_DELETED.filter((label) => label.startsWith('processing'));
const withDeleted = (labels: string[]) => [...labels, ...labels.map((label) => `${label} deleted`)];

describe('with one action of every combination of traits', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['needs_action', {}, ['proposed required recommended']],
    ['needs_action', { include_deleted: 'true' }, withDeleted(['proposed required recommended'])],
    ['awaiting_customer', {}, ['proposed recommended wait']],
    ['awaiting_customer', { include_deleted: 'true' }, withDeleted(['proposed recommended wait'])],
    ['history', {}, withDeleted(HISTORY)],
    ['history', { include_deleted: 'true' }, withDeleted(HISTORY)],
    ['history', { include_deleted: 'false' }, HISTORY],
    ['alternatives', {}, ['proposed required', 'proposed required recommended']],
    [
      'alternatives',
      { include_deleted: 'true' },
      withDeleted(['proposed required', 'proposed required recommended']),
    ],
    ['in_progress', {}, IN_PROGRESS],
    ['in_progress', { include_deleted: 'true' }, withDeleted(IN_PROGRESS)],
    ['none', {}, NOT_DELETED],
    ['none', { include_deleted: 'false' }, NOT_DELETED],
    ['none', { include_deleted: 'true' }, withDeleted(NOT_DELETED)],
  ])('category %s with %j lists exactly the actions of its definition', async (category, query, expected) => {
    const tenant = await createTenant(app);
    const invoice_id = await everyCombination(tenant);
    const preset: Record<string, string> = category === 'none' ? {} : { category };
    const needed: Record<string, string> = category === 'alternatives' ? { invoice_id } : {};
    const { body } = await tenant.client.list({ ...preset, ...needed, ...query, page_size: 100 }).expect(200);
    expect(body.data.map(({ description }: { description: string }) => description).toSorted()).toEqual(
      expected.toSorted(),
    );
    expect(body.count).toBe(expected.length);
  });
});

describe('category alternatives', () => {
  it('lists the alternatives of one invoice only', async () => {
    const { make, company, client } = await createTenant(app);
    const mine = await make.anAction(company, { isRecommended: false });
    await make.anAction(company, { customerId: mine.customerId });
    const { body } = await client.list({ category: 'alternatives', invoice_id: mine.invoiceId! }).expect(200);
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual([mine.id]);
  });
});

describe('category in_progress', () => {
  it('H14: lists and counts an approved action until it is sent', async () => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company);
    const listed = async () => {
      const { body } = await client.list({ category: 'in_progress' }).expect(200);
      const counts = (await client.get('/actions/counts').expect(200)).body;
      expect(counts.categories.in_progress).toBe(body.count);
      return body.data.map((action: { id: string }) => action.id);
    };
    expect(await listed()).toEqual([]);
    await client.perform('approve', id).expect(200);
    expect(await listed()).toEqual([id]);
    await client.perform('send', (await make.anAction(company)).id).expect(200);
    expect(await listed()).toEqual([id]);
    await client.perform('complete', id).expect(200);
    expect(await listed()).toEqual([]);
  });
});

describe('the order', () => {
  const EARLY = new Date('2026-11-01T08:00:00Z');
  const LATE = new Date('2026-11-01T08:00:00.001Z');

  it.each<[string, Partial<Action>]>([
    ['needs_action', {}],
    ['awaiting_customer', { recommendation: 'wait_for_customer', actionRequired: false }],
    ['alternatives', { isRecommended: false }],
    ['in_progress', { status: 'processing' }],
    ['none', { isRecommended: false }],
  ])('of category %s is urgency_score desc, scheduled_for, id', async (category, traits) => {
    const { make, company, client } = await createTenant(app);
    const { id: invoiceId, customerId } = await make.anInvoice(company);
    const ids = Array.from({ length: 6 }, () => uuidv7()).toSorted();
    const expected = [
      { id: ids[5], urgencyScore: 100, scheduledFor: LATE },
      { id: ids[4], urgencyScore: 9, scheduledFor: EARLY },
      { id: ids[0], urgencyScore: 9, scheduledFor: LATE },
      { id: ids[2], urgencyScore: 9, scheduledFor: LATE },
      { id: ids[3], urgencyScore: 9, scheduledFor: LATE },
      { id: ids[1], urgencyScore: 0, scheduledFor: EARLY },
    ];
    const shuffled = [3, 0, 5, 2, 1, 4].map((index) => expected[index]!);
    for (const row of shuffled) {
      const parent = traits.isRecommended === false ? { invoiceId, customerId } : { customerId };
      await make.anAction(company, { ...parent, ...traits, ...row });
    }
    const preset: Record<string, string> = category === 'none' ? {} : { category };
    const parent: Record<string, string> =
      category === 'alternatives' ? { invoice_id: invoiceId } : { customer_id: customerId };
    const { body } = await client.list({ ...preset, ...parent }).expect(200);
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(expected.map(({ id }) => id));
  });

  it('of category history is COALESCE(executed_at, updated_at) desc, id desc', async () => {
    const { make, company, client } = await createTenant(app);
    const { id: invoiceId, customerId } = await make.anInvoice(company);
    const ids = Array.from({ length: 5 }, () => uuidv7()).toSorted();
    const [now, before] = [new Date('2026-11-09T00:00:00Z'), new Date('2026-11-08T00:00:00Z')];
    const expected = [
      { id: ids[0], status: 'cancelled', updatedAt: now, urgencyScore: 0 },
      { id: ids[4], status: 'completed', executedAt: before, updatedAt: now },
      { id: ids[3], status: 'cancelled', updatedAt: before, urgencyScore: 99 },
      { id: ids[2], status: 'completed', executedAt: before, updatedAt: before },
      { id: ids[1], status: 'completed', executedAt: new Date('2020-01-01T00:00:00Z'), updatedAt: now },
    ] as const;
    for (const index of [2, 4, 0, 3, 1]) {
      await make.anAction(company, { invoiceId, customerId, ...expected[index] });
    }
    const { body } = await client.list({ category: 'history' }).expect(200);
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(expected.map(({ id }) => id));
  });
});

it('the database rejects wait_for_customer with action_required', async () => {
  const { make, company } = await createTenant(app);
  const both = { recommendation: 'wait_for_customer', actionRequired: true };
  await expect(make.anAction(company, both)).rejects.toThrow('action_wait_check');
});
