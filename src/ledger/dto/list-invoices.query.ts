import { EnumInput, QueryBooleanInput, SearchInput, UuidInput } from '../../input/fields.js';
import { CountInput, CursorInput, FormatInput, ListQuery } from '../../input/list.query.js';
import { INVOICE_KINDS, INVOICE_STATUSES, type InvoiceKind, type InvoiceStatus } from '../invoice-status.js';
import type { InvoiceFilter } from '../ledger-lists.js';

export class ListInvoicesQuery extends ListQuery implements InvoiceFilter {
  @SearchInput({
    description: 'Text to find, ignoring case and accents, in the names and identifiers of the results.',
  })
  search?: string;

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

  @CursorInput()
  cursor?: string;

  @CountInput()
  count?: boolean;

  @FormatInput()
  format?: ListQuery['format'];
}
