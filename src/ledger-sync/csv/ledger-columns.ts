/** What a ledger row can say; each is also the name of its column, unless another is mapped to it. */
export const LEDGER_FIELDS = [
  'invoice_number',
  'customer',
  'customer_name',
  'issued_on',
  'due_on',
  'amount',
  'currency',
  'settled_on',
  'disputed',
] as const;
export type LedgerField = (typeof LEDGER_FIELDS)[number];

export type Columns = Map<LedgerField, { name: string; index: number }>;

const NEEDED: LedgerField[] = ['invoice_number', 'customer', 'due_on', 'amount'];

/**
 * Where each field is in the file. Throws an Error that names every column at fault, and the file's columns,
 * when one that is mapped or needed (`currency` too, unless a default is known) is missing or not the only
 * one of its name.
 */
export function findColumns(
  header: string[],
  map: Partial<Record<LedgerField, string>>,
  hasDefaultCurrency: boolean,
): Columns {
  const columns: Columns = new Map();
  const problems: string[] = [];
  for (const field of LEDGER_FIELDS) {
    const name = map[field] ?? field;
    const index = header.indexOf(name);
    const isNeeded = NEEDED.includes(field) || (field === 'currency' && !hasDefaultCurrency);
    if (index >= 0) columns.set(field, { name, index });
    else if (isNeeded || map[field] !== undefined) problems.push(`no column "${name}" for ${field}`);
    if (index !== header.lastIndexOf(name)) problems.push(`more than one column "${name}" for ${field}`);
  }
  if (problems.length > 0)
    throw new Error(`The file has ${problems.join(', ')}. Its columns are: ${header.join(', ')}.`);
  return columns;
}
