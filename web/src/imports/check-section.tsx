import { Button } from '../controls/button.js';
import { Failure } from '../controls/failure.js';
import { Notice } from '../controls/notice.js';
import { Section } from '../controls/page.js';
import { texts } from '../texts/texts.js';
import type { Checked, Progress } from './check.js';
import type { Choice } from './choice.js';
import { CountsTable } from './counts-table.js';
import { ErrorList } from './error-list.js';
import type { LedgerFile } from './ledger-file.js';
import { ProgressLine } from './progress-line.js';
import { RowsPreview } from './rows-preview.js';

const words = texts.imports.check;

/** The first rows as they are read, and the check of all. */
export function CheckSection({
  file,
  choice,
  checked,
  progress,
  failure,
  isDisabled,
  onCheck,
}: {
  file: LedgerFile;
  choice: Choice;
  checked: Checked | null;
  progress: Progress | null;
  failure: unknown;
  isDisabled: boolean;
  onCheck: () => void;
}) {
  const badLines = new Set(checked?.errors.map(({ line }) => line)).size;
  return (
    <Section title={words.title}>
      <RowsPreview file={file} choice={choice} />
      <div className="row">
        <Button isDisabled={isDisabled || progress !== null} onPress={onCheck}>
          {checked ? words.again : words.start}
        </Button>
        <span className="muted">{words.nothing}</span>
      </div>
      {progress && <ProgressLine progress={progress} sentence={words.progress} />}
      {failure !== null && <Failure error={failure} />}
      {checked && (
        <>
          {checked.rows.length > 0 && <Notice kind="info">{words.fine(checked.rows.length)}</Notice>}
          {badLines > 0 && (
            <>
              <Notice kind="bad">{words.errors(badLines)}</Notice>
              <ErrorList errors={checked.errors} fileName={file.name} />
            </>
          )}
          {checked.rows.length > 0 && (
            <>
              <p>{words.would}</p>
              <CountsTable counts={checked.counts} />
            </>
          )}
        </>
      )}
    </Section>
  );
}
