import { applyDecorators, type Type } from '@nestjs/common';
import { ObjectListInput } from '../../input/body-fields.js';
import { type FieldOptions, QueryBooleanInput } from '../../input/fields.js';
import { LIMITS } from '../../limits.js';
import { Must } from '../../input/must.decorator.js';
import { InvoiceInput } from './invoice-row.dto.js';
import { ContactInput, CustomerInput } from './ledger-rows.dto.js';

const KINDS = ['contacts', 'customers', 'invoices'] as const;

/** A list of rows. Reports the list with which the request exceeds the limit for all lists together. */
const Rows = (
  kind: (typeof KINDS)[number],
  { of, keys, ...documented }: FieldOptions & { of: () => Type<object>; keys: string[] },
): PropertyDecorator =>
  applyDecorators(
    ObjectListInput({ of, keys, min: 0, max: LIMITS.ledgerRows, ...documented }),
    Must(
      'rows',
      `must not take the request over ${LIMITS.ledgerRows.toLocaleString('en')} rows in total`,
      (_, whole) => {
        const upTo = KINDS.slice(0, KINDS.indexOf(kind) + 1);
        const lists = upTo.map((name) => (whole as LedgerInput)[name]);
        return (
          lists.reduce((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0) <= LIMITS.ledgerRows
        );
      },
    ),
  );

export class LedgerInput {
  @Rows('contacts', {
    of: () => ContactInput,
    keys: ['external_id'],
    description: 'The contacts: the people at your company, identified by `external_id`.',
  })
  contacts?: ContactInput[];

  @Rows('customers', {
    of: () => CustomerInput,
    keys: ['external_id'],
    description: 'The customers, identified by `external_id`.',
  })
  customers?: CustomerInput[];

  @Rows('invoices', {
    of: () => InvoiceInput,
    keys: ['external_id', 'invoice_number'],
    description:
      'The invoices and credit notes, identified by `external_id`, or by `invoice_number` without it.',
  })
  invoices?: InvoiceInput[];
}

export class PutLedgerQuery {
  @QueryBooleanInput({
    description:
      'Whether to tell what the sync would do, without writing anything: the response, or the errors, are those of the sync. A key ' +
      'that was used for a dry run cannot be used for the sync. Default: false.',
  })
  dry_run?: boolean;
}
