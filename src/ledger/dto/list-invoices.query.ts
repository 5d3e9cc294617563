import { EnumInput, QueryBooleanInput, UuidInput } from '../../input/fields.js';
import { SearchQuery } from '../../input/list.query.js';
import { INVOICE_KINDS, INVOICE_STATUSES, type InvoiceKind, type InvoiceStatus } from '../invoice-status.js';
import type { InvoiceFilter } from '../ledger-lists.js';

export class ListInvoicesQuery extends SearchQuery implements InvoiceFilter {
  @EnumInput({
    of: INVOICE_STATUSES,
    list: true,
    description: 'Only invoices with one of these statuses, comma-separated (`paid,void`).',
  })
  status?: InvoiceStatus[];

  @EnumInput({ of: INVOICE_KINDS, description: 'Only invoices, or only credit notes.' })
  kind?: InvoiceKind;

  @UuidInput({ description: 'Only invoices of the customer with this id.' })
  customer_id?: string;

  @QueryBooleanInput({
    description:
      'Only overdue invoices (`true`), which are open with a balance above zero and were due before today, in UTC, or only all ' +
      'others (`false`), among them all credit notes.',
  })
  overdue?: boolean;

  @QueryBooleanInput({
    description:
      'Only invoices that are on hold, themselves or with their customer (`true`), or only all others (`false`).',
  })
  held?: boolean;
}
