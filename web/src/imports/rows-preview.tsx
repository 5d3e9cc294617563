import { TableFrame } from '../controls/table-frame.js';
import { day, money, number } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import type { Choice } from './choice.js';
import { type Field, FIELDS } from './fields.js';
import type { LedgerFile } from './ledger-file.js';
import { type ImportRow, readRow, type RowError } from './read-rows.js';

const words = texts.imports.check;
const SHOWN = 5;
const DAYS: readonly Field[] = ['issued_on', 'due_date', 'settled_on', 'promised_on'];

/** The first rows as they are read: amounts and days as the page writes them, so that a wrong reading is seen. */
export function RowsPreview({ file, choice }: { file: LedgerFile; choice: Choice }) {
  const { mapping, formats } = choice;
  const fields = FIELDS.filter((field) => mapping[field] !== undefined || field === 'currency');
  return (
    <TableFrame label={words.first}>
      <table className="table">
        <caption className="visually-hidden">{words.first}</caption>
        <thead>
          <tr>
            <th scope="col">{words.line}</th>
            {fields.map((field) => (
              <th key={field} scope="col" className={isAmount(field) ? 'amount' : undefined}>
                {texts.imports.columns.names[field]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {file.records.slice(0, SHOWN).map((record) => {
            const errors: RowError[] = [];
            const row = readRow(file.header, record, mapping, formats, errors);
            return (
              <tr key={record.line}>
                <td className="figures">{number(record.line)}</td>
                {row ? (
                  fields.map((field) => (
                    <td key={field} className={isAmount(field) ? 'amount' : undefined}>
                      {shown(row, field, problemOf(file, choice, field, errors))}
                    </td>
                  ))
                ) : (
                  <td colSpan={fields.length} className="field-error">
                    {errors[0]?.problem}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableFrame>
  );
}

const isAmount = (field: Field): boolean => field === 'amount' || field === 'balance';

function problemOf(file: LedgerFile, { mapping }: Choice, field: Field, errors: RowError[]) {
  const index = mapping[field];
  const column = index === undefined ? field : file.header[index];
  return errors.find((error) => error.column === column)?.problem;
}

function shown(row: ImportRow, field: Field, problem: string | undefined) {
  if (problem !== undefined) return <span className="field-error">{problem}</span>;
  const value = row[field];
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? texts.imports.columns.names.disputed.toLowerCase() : null;
  if (isAmount(field) && row.currency) return money(value, row.currency);
  return DAYS.includes(field) ? day(value) : value;
}
