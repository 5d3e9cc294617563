import { TableFrame } from '../controls/table-frame.js';
import { Button } from '../controls/button.js';
import { number } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { download, errorsCsv } from './errors-csv.js';
import type { RowError } from './read-rows.js';

const words = texts.imports.check;
const SHOWN = 50;

/** The first errors by line, and all of them to download. */
export function ErrorList({ errors, fileName }: { errors: readonly RowError[]; fileName: string }) {
  return (
    <>
      <TableFrame label={words.problem}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{words.line}</th>
              <th scope="col">{words.column}</th>
              <th scope="col">{words.problem}</th>
            </tr>
          </thead>
          <tbody>
            {errors.slice(0, SHOWN).map(({ line, column, problem }) => (
              <tr key={`${line} ${column} ${problem}`}>
                <td className="figures">{number(line)}</td>
                <td>{column ?? words.whole}</td>
                <td className="imports-cell">{problem}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      <div className="row">
        <Button onPress={() => download(fileName.replace(/(\.\w+)?$/, '-errors.csv'), errorsCsv(errors))}>
          {words.download}
        </Button>
        {errors.length > SHOWN && <span className="muted">{words.more(errors.length - SHOWN)}</span>}
      </div>
    </>
  );
}
