import { beforeAll, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { raceBehindLock } from '../support/race-behind-lock.js';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';

const app = useApp({}, createMigratedDatabase);

/** Lets a transaction that proposes an action wait for a lock: a run is then between its inserts and its row locks. */
beforeAll(() =>
  app.dataSource.query(`
    CREATE FUNCTION wait_for_test() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW.company_id::text, 1));
      RETURN NULL; END $$;
    CREATE TRIGGER wait_for_test AFTER INSERT ON approval_log FOR EACH ROW
      WHEN (NEW.command = 'propose') EXECUTE FUNCTION wait_for_test()`),
);

/** As of these days, the policy recommends a reminder, and the next week the same one with a higher urgency. */
const [FIRST_DAY, NEXT_WEEK] = ['2021-06-30', '2021-07-09'];

/** Stops a run that replaces an action after it has inserted the replacement, and lets a person act on the old one. */
async function runDuring(act: (tenant: TenantWithAgent, id: string) => Promise<unknown>) {
  const tenant = await createTenantWithAgent(app);
  const { id: invoiceId } = await tenant.anOpenInvoice({ dueOn: '2021-06-20' });
  await tenant.runPolicy(FIRST_DAY);
  const [{ id }] = (await tenant.client.list({ category: 'needs_action' })).body.data;
  const lock = 'SELECT pg_advisory_xact_lock(hashtextextended($1, 1))';
  const [run] = await raceBehindLock(
    app.dataSource,
    [lock, tenant.company.id],
    [() => tenant.runPolicy(NEXT_WEEK)],
    () => act(tenant, id),
  );
  return { tenant, id, invoiceId, run };
}

const edit = ({ client }: TenantWithAgent, id: string) =>
  client.request('patch', `/actions/${id}`).send({ content: 'Dear Acme' }).expect(200);
const recommendedOf = async ({ client }: TenantWithAgent, invoice_id: string) =>
  (await client.list({ category: 'needs_action', invoice_id })).body.data.map(
    ({ recommendation }: { recommendation: string }) => recommendation,
  );

it('R1: a person who edits an action does not wait for the run, which then keeps the action and withdraws its own', async () => {
  const { tenant, id, invoiceId, run } = await runDuring(edit);
  expect(run).toMatchObject({ status: 'fulfilled', value: { created: 0, superseded: 0 } });
  expect((await tenant.client.detail(id)).body).toMatchObject({ status: 'proposed', is_deleted: false });
  expect(await recommendedOf(tenant, invoiceId)).toEqual(['send_first_notice']);
  expect((await tenant.verify()).broken).toEqual([]);
});

it('R1: an action that is approved during the run is not recommended again by it', async () => {
  const { tenant, id, invoiceId, run } = await runDuring(({ client }, action) =>
    client.perform('approve', action).expect(200),
  );
  expect(run).toMatchObject({ status: 'fulfilled', value: { created: 0, superseded: 0 } });
  expect((await tenant.client.detail(id)).body.status).toBe('processing');
  expect(await recommendedOf(tenant, invoiceId)).toEqual([]);
});

it('R6: the next alternative is recommended if the action is rejected during the run', async () => {
  const { tenant, invoiceId, run } = await runDuring(({ client }, action) =>
    client.perform('reject', action).expect(200),
  );
  expect(run).toMatchObject({ status: 'fulfilled', value: { created: 0, superseded: 0 } });
  expect(await recommendedOf(tenant, invoiceId)).toEqual(['call_customer']);
});

it('an action that is deleted during the run can be restored, because the run keeps its recommendation', async () => {
  const { tenant, id, invoiceId } = await runDuring(({ client }, action) =>
    client.request('delete', `/actions/${action}`).expect(200),
  );
  await tenant.client.request('post', `/actions/${id}/restore`).expect(200);
  expect(await recommendedOf(tenant, invoiceId)).toEqual(['send_first_notice']);
});

it('the actions of an undisturbed run are recommended', async () => {
  const { tenant, id, invoiceId, run } = await runDuring(async () => {});
  expect(run).toMatchObject({ status: 'fulfilled', value: { created: 1, superseded: 1 } });
  expect((await tenant.client.detail(id)).body.is_deleted).toBe(true);
  expect(await recommendedOf(tenant, invoiceId)).toEqual(['send_first_notice']);
});
