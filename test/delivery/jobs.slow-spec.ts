import { expect, it } from '@jest/globals';
import { MissingJobs } from '../../src/actions/store/deliveries/missing-jobs.js';
import { asCompanyId } from '../../src/tenancy/company-id.js';
import { DeliveryJobs } from '../../src/actions/store/deliveries/delivery-jobs.js';
import { useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { createTenant } from '../support/tenant.js';

// Without a worker, and on a database of its own: a worker of another test could take the jobs.
const app = useApp({}, createMigratedDatabase);

async function anApprovedEmail(): Promise<string> {
  const tenant = await createTenant(app);
  const { id } = await tenant.make.anAction(tenant.company, { actionType: 'email' });
  await tenant.client.perform('approve', id).expect(200);
  for (let count = 0; count < 3; count += 1)
    await tenant.client.request('post', `/actions/${id}/retry`).expect(200);
  return id;
}

const jobs = () =>
  app.dataSource.query<{ id: string; kept: boolean; priority: number }[]>(
    `SELECT id, keep_until > now() + interval '9 years' AS kept, priority FROM pgboss.job ORDER BY created_on`,
  );

it('a delivery has one job, however often it is tried again, and gets it back if it is lost', async () => {
  const ids = [await anApprovedEmail(), await anApprovedEmail()];
  expect(await jobs()).toEqual(ids.map((id) => expect.objectContaining({ id, kept: true })));
  await app.dataSource.query(`UPDATE pgboss.job SET state = 'cancelled' WHERE id = $1`, [ids[0]]);
  await app.dataSource.query('DELETE FROM pgboss.job WHERE id = $1', [ids[1]]);
  const missing = app.nest.get(MissingJobs);
  expect(await missing.add()).toBe(0);
  await app.dataSource.query(`UPDATE delivery SET created_at = now() - interval '6 minutes'`);
  expect(await missing.add()).toBe(2);
  expect((await jobs()).map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  expect(await missing.add()).toBe(0);
});

it('of e-mails that wait for the same time, a later one has a lower priority', async () => {
  await app.dataSource.query('DELETE FROM pgboss.job');
  const tenant = await createTenant(app);
  const opening = new Date(Date.now() + 86_400_000);
  const company = asCompanyId(tenant.company.id, tenant.company.id)!;
  for (let count = 0; count < 3; count += 1) {
    const { id } = await tenant.make.anAction(tenant.company, { actionType: 'email' });
    await tenant.client.perform('approve', id).expect(200);
    await tenant.make.changeDelivery(id, { notBefore: opening });
    await app.nest.get(DeliveryJobs).reschedule(company, id, opening);
  }
  expect((await jobs()).map(({ priority }) => priority)).toEqual([-1, -2, -3]);
});
