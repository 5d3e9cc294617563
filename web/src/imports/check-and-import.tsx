import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ApiError } from '../api/api-error.js';
import { SESSION_KEY, useSession } from '../session/session.js';
import { type Checked, checkFile, columnNames, type Progress } from './check.js';
import { CheckSection } from './check-section.js';
import type { Choice } from './choice.js';
import type { LedgerFile } from './ledger-file.js';
import { RunSection } from './run-section.js';
import { writeRows, type Written } from './write.js';

/** Checks all rows of the file, then writes them. */
export function CheckAndImport({
  file,
  choice,
  onWriting,
}: {
  file: LedgerFile;
  choice: Choice;
  /** Called when the writing begins and ends: meanwhile the choice must stay. */
  onWriting: (isWriting: boolean) => void;
}) {
  const { company } = useSession();
  const queries = useQueryClient();
  const [progress, setProgress] = useState<Progress | null>(null);
  const [checked, setChecked] = useState<Checked | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [written, setWritten] = useState<Written | null>(null);
  const [isWriting, setIsWriting] = useState(false);
  const stop = useRef(new AbortController());
  useEffect(() => () => stop.current.abort(), []);
  useWarning(isWriting);

  // These requests are no queries: the session query finds out that the session has ended, and the way in shows.
  const endSession = (error: unknown) => {
    if (error instanceof ApiError && error.status === 401)
      void queries.invalidateQueries({ queryKey: SESSION_KEY });
  };
  const check = async () => {
    const { signal } = (stop.current = new AbortController());
    setFailure(null);
    setChecked(null);
    setProgress({ kind: 'stored', share: 0 });
    try {
      setChecked(await checkFile(company.id, file, choice, signal, setProgress));
    } catch (error) {
      if (!signal.aborted) setFailure(error);
      endSession(error);
    } finally {
      setProgress(null);
    }
  };
  const write = async ({ rows }: Checked) => {
    const { signal } = (stop.current = new AbortController());
    setWritten(null);
    setIsWriting(true);
    onWriting(true);
    setProgress({ kind: 'stored', share: 0 });
    const result = await writeRows(company.id, rows, columnNames(file, choice), signal, setProgress);
    setWritten(result);
    setProgress(null);
    endSession(result.failure);
    setIsWriting(false);
    onWriting(false);
    // Customers, balances and actions: all that the page shows of this company.
    void queries.invalidateQueries({ queryKey: [company.id] });
  };

  return (
    <>
      <CheckSection
        file={file}
        choice={choice}
        checked={checked}
        progress={isWriting ? null : progress}
        failure={failure}
        isDisabled={isWriting}
        onCheck={() => void check()}
      />
      {checked && (
        <RunSection
          checked={checked}
          written={written}
          progress={isWriting ? progress : null}
          onStart={() => void write(checked)}
          onStop={() => stop.current.abort()}
        />
      )}
    </>
  );
}

/** Asks before the page is left while rows are being written. */
function useWarning(isOn: boolean): void {
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    if (isOn) window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isOn]);
}
