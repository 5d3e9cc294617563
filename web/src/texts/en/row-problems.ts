/** What a cell of an import must be: the end of a sentence, in the words of the command line (src/ledger-sync/ledger-values.ts). */
export const problems = {
  empty: 'must not be empty',
  tooLong: 'must have at most 255 characters',
  day: (format: string) => `must be a date written ${format}`,
  amountWithComma: 'must be a number such as 1234,50 or 1.234,50, without a currency sign',
  zero: 'must not be zero',
  currency: 'must be an ISO 4217 currency, such as USD',
  flag: 'must be yes or no (or y, n, true, false, 1, 0, or empty for no)',
  status: 'must be open, paid or void',
  unique: (line: number) => `must be unique, but line ${line} has the same`,
  cells: (header: number, found: number) => `must have ${header} cells, as the header has; it has ${found}`,
  found: (cell: string) => (cell === '' ? 'it is empty' : `it is ${JSON.stringify(cell.slice(0, 80))}`),
};
