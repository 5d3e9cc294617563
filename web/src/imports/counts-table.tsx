import { number } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import type { Counts } from './counts.js';
import '../controls/table.css';

const words = texts.imports.run;
const KINDS = ['customers', 'invoices'] as const;
const COLUMNS = ['created', 'updated', 'unchanged'] as const;

/** What is written, or would be. */
export function CountsTable({ counts }: { counts: Counts }) {
  const cancelled = Object.entries(counts.cancelled_actions).filter(([, count]) => count > 0);
  return (
    <>
      <table className="table imports-counts">
        <thead>
          <tr>
            <th scope="col">{words.kind}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="amount">
                {words[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {KINDS.map((kind) => (
            <tr key={kind}>
              <th scope="row">{words[kind]}</th>
              {COLUMNS.map((column) => (
                <td key={column} className="amount">
                  {number(counts[kind][column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {cancelled.length > 0 && (
        <p>
          {words.cancelled}:{' '}
          {cancelled
            .map(
              ([reason, count]) =>
                `${number(count)} (${words.reasons[reason as keyof typeof words.reasons] ?? reason})`,
            )
            .join(', ')}
        </p>
      )}
    </>
  );
}
