import { TableFrame } from '../controls/table-frame.js';
import type { ReactNode } from 'react';
import { texts } from '../texts/texts.js';

interface Row {
  key: string;
  name: ReactNode;
  cells: ReactNode[];
}

/** The text equivalent of a chart, folded: a table whose first column names the rows. */
export function AsTable({ caption, head, rows }: { caption: string; head: string[]; rows: Row[] }) {
  return (
    <details className="figures-table">
      <summary>{texts.figures.asTable}</summary>
      <TableFrame label={caption}>
        <table className="table">
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {head.map((cell, index) => (
                <th key={cell} scope="col" className={index > 0 ? 'amount' : undefined}>
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, cells }) => (
              <tr key={key}>
                <th scope="row">{name}</th>
                {cells.map((cell, index) => (
                  <td key={head[index + 1]} className="amount">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </details>
  );
}
