import type { CustomerRecord } from '../../ledger/writes/ledger-records.js';
import type { LedgerRow } from './ledger-csv.js';

/** The customers of a file: each once, with the last name and the last e-mail address that a row gives. */
export class CustomersOfFile {
  private readonly byId = new Map<string, CustomerRecord>();

  add({ customerExternalId: external_id, customerName, customerEmail }: LedgerRow): void {
    const known = this.byId.get(external_id);
    const customer = known ?? { external_id, name: null };
    if (!known) this.byId.set(external_id, customer);
    if (customerName !== null) customer.name = customerName;
    if (customerEmail !== null) customer.email = customerEmail;
  }

  records(): CustomerRecord[] {
    return [...this.byId.values()];
  }
}
