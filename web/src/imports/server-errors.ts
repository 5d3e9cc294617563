import type { ApiError } from '../api/api-error.js';
import type { bodyOf } from './chunks.js';
import type { ImportRow, RowError } from './read-rows.js';

const FIELD = /^(customers|invoices)\[(\d+)\](?:\.(\w+))?/;

/** The fields of an import by those of the API, where they differ. */
const NAMES: Record<string, string> = {
  'invoices.customer_external_id': 'customer',
  'customers.external_id': 'customer',
  'customers.name': 'customer_name',
  'customers.email': 'customer_email',
  'customers.phone': 'customer_phone',
  'customers.contact_name': 'customer_contact',
};

/**
 * What the API says about the rows of a request, by the lines of the file. An error of a customer concerns each of its rows. Empty
 * if the API complains about something else.
 * @param columns the name of the column of each field
 */
export function errorsOf(
  { code, fields }: ApiError,
  body: ReturnType<typeof bodyOf>,
  rows: readonly ImportRow[],
  columns: ReadonlyMap<string, string>,
): RowError[] {
  if (code !== 'invalid') return [];
  return Object.entries(fields).flatMap(([field, detail]) => {
    const [, kind, index, name = ''] = FIELD.exec(field) ?? [];
    if (kind === undefined) return [];
    const ours = NAMES[`${kind}.${name}`] ?? name;
    // The sentence begins with the path of the field in the request, such as invoices[3].due_on; the person sees lines of a file.
    const problem = detail.startsWith(`${field} `) ? detail.slice(field.length + 1) : detail;
    const error = { column: columns.get(ours) ?? (ours || null), problem };
    if (kind === 'invoices') return [{ line: rows[Number(index)]!.line, ...error }];
    const customer = body.customers[Number(index)]!.external_id;
    return rows.filter((row) => row.customer === customer).map(({ line }) => ({ line, ...error }));
  });
}
