import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';

const app = useApp();
const DUE = '2031-05-20';
const NOTHING = { created: 0, kept: 0, superseded: 0 };

/** Travels to a day, counted from the due date, and runs the policy. */
async function runAt({ agent }: TenantWithAgent, days: number): Promise<object> {
  app.clock.travelTo(new Date(Date.parse(`${DUE}T10:00:00Z`) + days * 86_400_000));
  return (await agent.request('post', '/recommendations/run').send({}).expect(200)).body;
}

interface Undecided {
  id: string;
  recommendation: string;
  is_recommended: boolean;
  urgency_score: number;
}
/** The undecided actions, the recommended one first. */
const undecided = ({ select }: TenantWithAgent) =>
  select<Undecided>(
    `SELECT id, recommendation, is_recommended, urgency_score FROM action
     WHERE company_id = $1 AND deleted_at IS NULL AND status IN ('proposed', 'scheduled') ORDER BY is_recommended DESC, id`,
  );
const recommended = async (tenant: TenantWithAgent) =>
  (await undecided(tenant))
    .filter(({ is_recommended }) => is_recommended)
    .map(({ recommendation }) => recommendation);
const request = ({ client }: TenantWithAgent, method: 'post' | 'patch' | 'delete', path: string, body = {}) =>
  client.request(method, `/actions/${path}`).send(body);

let tenant: TenantWithAgent;

beforeEach(async () => {
  tenant = await createTenantWithAgent(app);
  await tenant.anOpenInvoice({ dueOn: DUE });
});
afterEach(() => app.clock.reset());

describe('a later run, while a person is at work on the recommended action', () => {
  it.each<[string, (id: string) => Promise<unknown>]>([
    ['edits its text', (id) => request(tenant, 'patch', id, { content: 'Dear Acme' }).expect(200)],
    [
      'deletes and restores it',
      async (id) => {
        await request(tenant, 'delete', id).expect(200);
        await request(tenant, 'post', `${id}/restore`).expect(200);
      },
    ],
  ])('R1: leaves it the only recommended one, if the person %s', async (_title, touch) => {
    await runAt(tenant, 3);
    const [{ id }] = (await undecided(tenant)) as [Undecided];
    await touch(id);
    for (const days of [4, 10, 30]) {
      expect(await runAt(tenant, days)).toEqual(NOTHING);
      const actions = (await undecided(tenant)).filter(({ is_recommended }) => is_recommended);
      expect(actions.map((action) => action.id)).toEqual([id]);
    }
    await request(tenant, 'post', `${id}/approve`).expect(200);
    expect(await undecided(tenant)).toEqual([]);
    expect((await tenant.verify()).broken).toEqual([]);
  });

  it('R2: proposes nothing while the action is put off, nor when it has returned', async () => {
    await runAt(tenant, 3);
    const [{ id }] = (await undecided(tenant)) as [Undecided];
    const scheduled_for = new Date(app.clock.now().getTime() + 7 * 86_400_000).toISOString();
    await request(tenant, 'patch', id, { scheduled_for }).expect(200);
    expect(await runAt(tenant, 4)).toEqual(NOTHING);
    expect((await tenant.client.list({ category: 'needs_action' })).body.count).toBe(0);
    expect(await runAt(tenant, 11)).toEqual(NOTHING);
    await tenant.sweep();
    const { data } = (await tenant.client.list({ category: 'needs_action' })).body;
    expect(data.map((action: { id: string }) => action.id)).toEqual([id]);
  });
});

describe('a later run, after a person declined an alternative', () => {
  it('R6: keeps the promoted one during the pause, into the next stage, and then writes it anew', async () => {
    await runAt(tenant, 7);
    const [email, call] = (await undecided(tenant)) as [Undecided, Undecided];
    await request(tenant, 'post', `${email.id}/reject`, { reason: 'They prefer calls.' }).expect(200);
    for (const days of [7, 8, 9, 14]) {
      expect(await runAt(tenant, days)).toEqual({ created: 0, kept: 1, superseded: 0 });
      expect(await undecided(tenant)).toMatchObject([{ id: call.id, is_recommended: true }]);
    }
    expect(await runAt(tenant, 15)).toEqual({ created: 1, kept: 0, superseded: 1 });
    const [fresh] = (await undecided(tenant)) as [Undecided];
    expect(fresh.recommendation).toBe('send_first_notice');
    expect(fresh.urgency_score).toBeGreaterThan(email.urgency_score);
  });

  it('R6: keeps the recommended one if the other was rejected', async () => {
    await runAt(tenant, 9);
    const [email, call] = (await undecided(tenant)) as [Undecided, Undecided];
    await request(tenant, 'post', `${call.id}/reject`).expect(200);
    expect(await runAt(tenant, 10)).toEqual({ created: 0, kept: 1, superseded: 0 });
    expect(await undecided(tenant)).toMatchObject([{ id: email.id, is_recommended: true }]);
  });

  it('R5: keeps the next step if the wait was rejected, and is quiet until the pause ends if both were', async () => {
    await runAt(tenant, 9);
    await request(tenant, 'post', `${(await undecided(tenant))[0]!.id}/approve`).expect(200);
    await runAt(tenant, 10);
    const [wait, next] = (await undecided(tenant)) as [Undecided, Undecided];
    expect(wait.recommendation).toBe('wait_for_customer');
    await request(tenant, 'post', `${wait.id}/reject`).expect(200);
    for (const days of [10, 11, 12]) {
      await runAt(tenant, days);
      expect(await undecided(tenant)).toMatchObject([{ id: next.id, is_recommended: true }]);
    }
    await request(tenant, 'post', `${next.id}/reject`).expect(200);
    for (const days of [12, 13, 19]) expect(await runAt(tenant, days)).toEqual(NOTHING);
    expect(await undecided(tenant)).toEqual([]);
    await runAt(tenant, 20);
    expect(await recommended(tenant)).toEqual(['call_customer']);
  });
});

it('R4: introduces the matter to the customer to whom the ledger transfers an invoice', async () => {
  const other = await tenant.make.aCustomer(tenant.company, { name: 'Birch & Co' });
  const { externalId } = await tenant.make.aCustomer(tenant.company);
  const row = {
    invoice_number: 'T-1',
    status: 'open',
    amount: 100,
    currency: 'EUR',
    issued_on: '2031-03-01',
    due_date: '2031-03-31',
  };
  const put = (customer_external_id: string) =>
    tenant.client
      .request('put', '/ledger')
      .send({ invoices: [{ ...row, customer_external_id }] })
      .expect(200);
  await tenant.select(`UPDATE invoice SET status = 'void', balance = 0 WHERE company_id = $1`);
  await put(externalId);
  await runAt(tenant, 3);
  const [notice] = (await undecided(tenant)) as [Undecided];
  expect(notice.recommendation).toBe('send_first_notice');
  await request(tenant, 'post', `${notice.id}/send`).expect(200);
  await runAt(tenant, 11);
  expect(await recommended(tenant)).toEqual(['send_final_notice']);
  await put(other.externalId);
  await runAt(tenant, 12);
  expect(await recommended(tenant)).toEqual(['send_first_notice']);
});
