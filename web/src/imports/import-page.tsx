import { useState } from 'react';
import { Notice } from '../controls/notice.js';
import { Page } from '../controls/page.js';
import { useMay } from '../session/session.js';
import { texts } from '../texts/texts.js';
import { CheckAndImport } from './check-and-import.js';
import { ChooseFile } from './choose-file.js';
import { ChooseColumns } from './choose-columns.js';
import { type Choice, isComplete } from './choice.js';
import type { LedgerFile } from './ledger-file.js';
import './imports.css';

const words = texts.imports;

/** From a file to the ledger: choose it, say what its columns are, check all rows, import them. */
export default function ImportPage() {
  const mayImport = useMay('ledger');
  const [file, setFile] = useState<LedgerFile | null>(null);
  const [choice, setChoice] = useState<Choice | null>(null);
  const [isWriting, setIsWriting] = useState(false);
  return (
    <Page title={words.title}>
      {mayImport ? (
        <>
          <p className="muted">{words.intro}</p>
          <div className="imports-choices" inert={isWriting}>
            <ChooseFile
              file={file}
              onFile={(next, guessed) => {
                setFile(next);
                setChoice(guessed);
              }}
            />
            {file && choice && <ChooseColumns file={file} choice={choice} onChoice={setChoice} />}
          </div>
          {file && choice && isComplete(choice) && (
            // Another choice needs another check.
            <CheckAndImport
              key={`${file.id} ${JSON.stringify(choice)}`}
              file={file}
              choice={choice}
              onWriting={setIsWriting}
            />
          )}
        </>
      ) : (
        <Notice kind="info">{words.notAllowed}</Notice>
      )}
    </Page>
  );
}
