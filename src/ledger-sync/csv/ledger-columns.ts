import { normalizeText } from '../../input/normalize-text.js';

/** The fields of a ledger row. Each is read from the column of its own name, unless another column is mapped to it. */
export const LEDGER_FIELDS = [
  'external_id',
  'invoice_number',
  'customer',
  'customer_name',
  'customer_email',
  'issued_on',
  'due_date',
  'amount',
  'currency',
  'settled_on',
  'disputed',
] as const;
export type LedgerField = (typeof LEDGER_FIELDS)[number];

export type Columns = Map<LedgerField, { name: string; index: number }>;

const REQUIRED_FIELDS: readonly LedgerField[] = ['invoice_number', 'customer', 'due_date', 'amount'];

/** Former names, which mappings and column names may still use. */
const ALIASES: Partial<Record<LedgerField, string>> = { due_date: 'due_on' };

/** Finds a field by its name or its former name. */
export const findField = (name: string): LedgerField | undefined =>
  LEDGER_FIELDS.find((field) => name === field || name === ALIASES[field]);

/**
 * Finds the column of each field in the header.
 * @throws Error if a mapped or required field has no column (`currency` is required unless there is a default) or a field has
 *   more than one; names every such field, and the columns of the file
 */
export function findColumns(
  header: string[],
  map: Partial<Record<LedgerField, string>>,
  hasDefaultCurrency: boolean,
): Columns {
  const columns: Columns = new Map();
  const problems: string[] = [];
  for (const field of LEDGER_FIELDS) {
    const mapped = map[field];
    const names = mapped === undefined ? [field, ALIASES[field]] : [normalizeText(mapped)];
    const matches = header.map((name, index) => ({ name, index })).filter(({ name }) => names.includes(name));
    const isRequired = REQUIRED_FIELDS.includes(field) || (field === 'currency' && !hasDefaultCurrency);
    if (matches.length > 1) {
      const found = [...new Set(matches.map(({ name }) => `"${name}"`))].join(' or ');
      problems.push(`more than one column ${found} for ${field}`);
    } else if (matches[0]) columns.set(field, matches[0]);
    else if (isRequired || mapped !== undefined) problems.push(`no column "${names[0]}" for ${field}`);
  }
  if (problems.length > 0)
    throw new Error(`The file has ${problems.join(', ')}. Its columns are: ${header.join(', ')}.`);
  return columns;
}
