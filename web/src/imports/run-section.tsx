import { useState } from 'react';
import { Link } from 'wouter';
import { Button } from '../controls/button.js';
import { Failure } from '../controls/failure.js';
import { Tick } from '../controls/field.js';
import { Notice } from '../controls/notice.js';
import { Section } from '../controls/page.js';
import { number } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import type { Checked, Progress } from './check.js';
import { CountsTable } from './counts-table.js';
import { ErrorList } from './error-list.js';
import { ProgressLine } from './progress-line.js';
import type { Written } from './write.js';

const words = texts.imports.run;

/** The import itself: with its progress, the way to stop it, and what it wrote. */
export function RunSection({
  checked,
  written,
  progress,
  onStart,
  onStop,
}: {
  checked: Checked;
  written: Written | null;
  progress: Progress | null;
  onStart: () => void;
  onStop: () => void;
}) {
  const [isPartial, setIsPartial] = useState(false);
  const [isStopping, setIsStopping] = useState(false);
  const badLines = new Set(checked.errors.map(({ line }) => line)).size;
  if (checked.rows.length === 0) return null;
  const canStart = progress === null && (badLines === 0 || isPartial);
  return (
    <Section title={words.title}>
      {badLines > 0 && (
        <Tick
          label={words.without(badLines)}
          checked={isPartial}
          disabled={progress !== null}
          onChange={(event) => setIsPartial(event.target.checked)}
        />
      )}
      <div className="row">
        <Button
          kind="primary"
          isDisabled={!canStart}
          onPress={() => {
            setIsStopping(false);
            onStart();
          }}
        >
          {words.start(checked.rows.length)}
        </Button>
        {progress && (
          <Button
            isDisabled={isStopping}
            onPress={() => {
              setIsStopping(true);
              onStop();
            }}
          >
            {isStopping ? words.stopping : words.stop}
          </Button>
        )}
      </div>
      {progress && <ProgressLine progress={progress} sentence={words.progress} />}
      {written && !progress && <Outcome written={written} badLines={badLines} />}
    </Section>
  );
}

function Outcome({ written, badLines }: { written: Written; badLines: number }) {
  const { end, done, all, counts, errors, failure } = written;
  const left = badLines + new Set(errors.map(({ line }) => line)).size;
  return (
    <>
      {end === 'done' && (
        <Notice kind="info">{left > 0 ? words.doneExcept(done, left) : words.done(done)}</Notice>
      )}
      {end === 'stopped' && <Notice kind="warn">{words.stopped(number(done), number(all))}</Notice>}
      {end === 'failed' && (
        <>
          <Notice kind="bad">{words.failed(number(done), number(all))}</Notice>
          <Failure error={failure} />
        </>
      )}
      {errors.length > 0 && <ErrorList errors={errors} fileName="import.csv" />}
      <CountsTable counts={counts} />
      <div className="row">
        <Link href="/policy">{words.policy}</Link>
        <Link href="/inbox/needs_action">{words.inbox}</Link>
        {Object.values(counts.cancelled_actions).some((count) => count > 0) && (
          <Link href="/inbox/history">{words.history}</Link>
        )}
      </div>
    </>
  );
}
