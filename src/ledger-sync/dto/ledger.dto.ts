import { applyDecorators, type Type } from '@nestjs/common';
import { ObjectListInput } from '../../input/body-fields.js';
import type { FieldOptions } from '../../input/fields.js';
import { LIMITS } from '../../limits.js';
import { Must } from '../../input/must.decorator.js';
import { ContactInput, CustomerInput, InvoiceInput } from './ledger-rows.dto.js';

const KINDS = ['contacts', 'customers', 'invoices'] as const;
const most = LIMITS.ledgerRows.toLocaleString('en');

/** The rows of a kind; with those of the kinds before it they are no more than a call may have. */
const Rows = (
  kind: (typeof KINDS)[number],
  { of, key, ...documented }: FieldOptions & { of: () => Type<object>; key: string },
): PropertyDecorator =>
  applyDecorators(
    ObjectListInput({ of, key, min: 0, max: LIMITS.ledgerRows, ...documented }),
    Must(
      'rows',
      `must end within the ${most} rows that a call may have, of all kinds together`,
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
    key: 'external_id',
    description: 'The company’s own people, by their `external_id`.',
  })
  contacts?: ContactInput[];

  @Rows('customers', {
    of: () => CustomerInput,
    key: 'external_id',
    description: 'Those who owe, by their `external_id`.',
  })
  customers?: CustomerInput[];

  @Rows('invoices', {
    of: () => InvoiceInput,
    key: 'invoice_number',
    description: 'What is owed, by `invoice_number`.',
  })
  invoices?: InvoiceInput[];
}
