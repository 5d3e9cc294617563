import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

it('the database itself refuses a row that would cross the border', async () => {
  const [tenant, other] = [await createTenant(app), await createTenant(app)];
  const { customerId, id: invoiceId } = await other.make.anInvoice(other.company);
  const theirs = { customerId, invoiceId };
  await expect(tenant.make.anAction(tenant.company, theirs)).rejects.toThrow('foreign key');
  await expect(tenant.make.anInvoice(tenant.company, { customerId })).rejects.toThrow('foreign key');
});
