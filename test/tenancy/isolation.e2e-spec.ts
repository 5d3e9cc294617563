import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { openDesk } from '../support/desk.js';

const app = useApp();

it('the database itself refuses a row that would cross the border', async () => {
  const [desk, other] = [await openDesk(app), await openDesk(app)];
  const { customerId, id: invoiceId } = await other.make.anInvoice(other.company);
  const theirs = { customerId, invoiceId };
  await expect(desk.make.anAction(desk.company, theirs)).rejects.toThrow('foreign key');
  await expect(desk.make.anInvoice(desk.company, { customerId })).rejects.toThrow('foreign key');
});
