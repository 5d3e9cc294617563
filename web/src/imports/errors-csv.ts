import type { RowError } from './read-rows.js';

/** A cell that begins like a formula gets an apostrophe, because spreadsheets would compute it. */
const cell = (text: string): string =>
  `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

/** All errors as CSV with the columns line, column and problem. */
export const errorsCsv = (errors: readonly RowError[]): string =>
  [
    'line,column,problem',
    ...errors.map(({ line, column, problem }) => `${line},${cell(column ?? '')},${cell(problem)}`),
  ]
    .map((row) => `${row}\r\n`)
    .join('');

/** Gives the browser a text to save. */
export function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
