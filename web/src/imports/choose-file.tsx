import { type DragEvent, useRef, useState } from 'react';
import { Button } from '../controls/button.js';
import { Notice } from '../controls/notice.js';
import { Section } from '../controls/page.js';
import { percent } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { type Choice, guessChoice } from './choice.js';
import { type FileProblem, type LedgerFile, openFile, parseFile } from './ledger-file.js';
import type { Delimiter } from './read-text.js';

const words = texts.imports.file;

/** The file: chosen or dropped, then its size and how its columns are separated. */
export function ChooseFile({
  file,
  onFile,
}: {
  file: LedgerFile | null;
  onFile: (file: LedgerFile | null, choice: Choice | null) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<FileProblem | null>(null);
  const [isOver, setIsOver] = useState(false);

  const take = async (reading: ReturnType<typeof openFile>) => {
    setProblem(null);
    const outcome = await reading;
    setShare(null);
    if ('problem' in outcome) {
      setProblem(outcome.problem);
      onFile(null, null);
    } else onFile(outcome.file, guessChoice(outcome.file));
  };
  const open = (source: File | undefined) => source && void take(openFile(source, setShare));
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    open(event.dataTransfer.files[0]);
  };

  return (
    <Section title={words.title}>
      <div
        className="imports-drop"
        data-over={isOver}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={onDrop}
      >
        <input
          ref={input}
          type="file"
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
          hidden
          onChange={(event) => {
            open(event.target.files?.[0]);
            // The same file can be chosen again once it is corrected.
            event.target.value = '';
          }}
        />
        {file && <b className="imports-name">{words.read(file.name, file.records.length)}</b>}
        <div className="row">
          <Button onPress={() => input.current?.click()}>{file ? words.another : words.choose}</Button>
          {!file && <span className="muted">{words.drop}</span>}
          {file && (
            <label className="row">
              {words.delimiter}
              <select
                className="input imports-select"
                value={file.delimiter}
                onChange={(event) =>
                  void take(parseFile(file.name, file.text, event.target.value as Delimiter, setShare))
                }
              >
                {([',', ';', '\t'] as const).map((delimiter) => (
                  <option key={delimiter} value={delimiter}>
                    {words.delimiters[delimiter]}
                  </option>
                ))}
              </select>
            </label>
          )}
        </div>
      </div>
      {share !== null && <p role="status">{words.reading(percent(share))}</p>}
      {problem && (
        <Notice kind="bad">
          {problem.kind === 'malformed' ? words.malformed(problem.line, problem.reason) : words[problem.kind]}
        </Notice>
      )}
    </Section>
  );
}
