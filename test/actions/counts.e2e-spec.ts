import { expect, it } from '@jest/globals';
import { CATEGORIES, CATEGORY_NAMES } from '../../src/actions/lifecycle/categories.js';
import { ActionCopies } from '../../src/actions/store/action-copies.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { KEPT } from '../invariants/sabotages.js';
import { violations } from '../support/invariants.js';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { STATUSES } from '../../src/actions/lifecycle/statuses.js';

const app = useApp();
const YESTERDAY = new Date(Date.now() - 86_400_000);

it('returns the count of the list for every category and every status', async () => {
  const { make, company, client } = await createTenant(app);
  const other = await createTenant(app);
  await other.make.anAction(other.company);
  const { id: invoiceId, customerId } = await make.anInvoice(company);
  const onInvoice = { invoiceId, customerId };
  const variants = [
    { isRecommended: false, ...onInvoice },
    { recommendation: 'wait_for_customer', actionRequired: false },
    { deletedAt: YESTERDAY, ...onInvoice },
    { expiresAt: YESTERDAY },
    { expiresAt: new Date(Date.now() + 86_400_000), isRecommended: false, ...onInvoice },
  ];
  for (const status of STATUSES) {
    await make.anAction(company, { status, ...(status === 'proposed' && onInvoice) });
    for (const variant of variants) await make.anAction(company, { status, ...variant });
  }
  // Not an alternative: those belong to an invoice.
  await make.anAction(company, { invoiceId: null, customerId, isRecommended: false });
  const { body } = await client.get('/actions/counts').expect(200);
  expect(Object.keys(body)).toEqual(['categories', 'statuses', 'deliveries', 'response_overdue']);
  for (const category of CATEGORY_NAMES) {
    const needsInvoice = 'requires' in CATEGORIES[category];
    const query: Record<string, string> = { category, ...(needsInvoice && { invoice_id: invoiceId }) };
    const { count } = (await client.list(query)).body;
    expect([category, body.categories[category]]).toEqual([category, count]);
    expect(count).toBeGreaterThan(0);
  }
  for (const status of STATUSES) {
    const { count } = (await client.list({ status })).body;
    expect([status, body.statuses[status]]).toEqual([status, count]);
    expect(count).toBe(status === 'proposed' ? 6 : 5);
  }
  // needs_action leaves out two actions that are required: the expired one and the deleted one.
  expect(body.categories).toEqual({
    needs_action: 1,
    awaiting_customer: 1,
    history: 10,
    alternatives: 3,
    in_progress: 5,
  });
});

it('returns zeros for a company without actions, and rejects query parameters', async () => {
  const { client } = await createTenant(app);
  const { body } = await client.get('/actions/counts').expect(200);
  const none = Object.fromEntries(STATUSES.map((status) => [status, 0]));
  expect(body).toEqual({
    categories: { needs_action: 0, awaiting_customer: 0, history: 0, alternatives: 0, in_progress: 0 },
    statuses: none,
    deliveries: { waiting: 0, sending: 0, failed: 0, unknown: 0 },
    response_overdue: 0,
  });
  await client.get('/actions/counts', { status: 'proposed' }).expect(400);
});

it('repairs the counts and the copies for searches of one company, which a change without triggers has made wrong', async () => {
  const { make, company } = await createTenant(app);
  const [changed, removed] = [await make.anAction(company), await make.anAction(company)];
  await make.anAction(company);
  const copies = app.nest.get(ActionCopies);
  const repair = () => copies.repair(company.id as CompanyId);
  expect(await repair()).toEqual({ counts: 0, copies: 0 });
  await app.dataSource.transaction(async (manager) => {
    // Disables triggers.
    await manager.query('SET LOCAL session_replication_role = replica');
    await manager.query(`UPDATE action SET status = 'scheduled', description = 'Other' WHERE id = $1`, [
      changed.id,
    ]);
    await manager.query('DELETE FROM action WHERE id = $1', [removed.id]);
  });
  const violated = async () =>
    Object.keys(
      await violations((sql, values) => app.dataSource.query(sql, values), { companies: [company.id] }),
    );
  expect(await violated()).toEqual(expect.arrayContaining([...KEPT]));
  // Two actions fewer in the number of proposed ones, and one more in that of scheduled ones.
  expect(await repair()).toEqual({ counts: 2, copies: 2 });
  expect(await violated()).not.toEqual(expect.arrayContaining([expect.stringMatching(KEPT.join('|'))]));
});
