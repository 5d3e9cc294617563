import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

it('the database rejects a row that references another company', async () => {
  const [tenant, other] = [await createTenant(app), await createTenant(app)];
  const { customerId, id: invoiceId } = await other.make.anInvoice(other.company);
  const ofOther = { customerId, invoiceId };
  await expect(tenant.make.anAction(tenant.company, ofOther)).rejects.toThrow('foreign key');
  await expect(tenant.make.anInvoice(tenant.company, { customerId })).rejects.toThrow('foreign key');
});
