import { useMemo, useState } from 'react';
import { Button } from '../../controls/button.js';
import { texts } from '../../texts/texts.js';
import type { Action } from '../action.js';
import { type EvidenceLine, evidenceLines } from './evidence.js';
import './why.css';

const SHOWN_LINES = 8;
const LONG = 400;

/** Why the action is recommended, in the words of its source, with the evidence. All of it is text, whatever it contains. */
export function Why({ action }: { action: Action }) {
  const { why } = texts.action;
  const { reasoning, evidence, description, trigger_event_label } = action;
  const lines = useMemo(() => evidenceLines(evidence), [evidence]);
  const [isWhole, setWhole] = useState(false);
  return (
    <section className="why panel panel-padded" aria-label={why.heading}>
      <h2>{why.heading}</h2>
      <p className="why-reasoning" dir="auto">
        {reasoning ?? why.nothing}
      </p>
      <p className="why-more">
        {description} · {why.trigger(trigger_event_label)}
      </p>
      {lines.length > 0 && (
        <>
          <h3>{why.evidence}</h3>
          <dl className="why-evidence">
            {lines.slice(0, isWhole ? undefined : SHOWN_LINES).map((line, index) => (
              <Line key={index} line={line} />
            ))}
          </dl>
          {!isWhole && lines.length > SHOWN_LINES && (
            <Button kind="plain" onPress={() => setWhole(true)}>
              {why.all(lines.length)}
            </Button>
          )}
        </>
      )}
    </section>
  );
}

function Line({ line: { label, value } }: { line: EvidenceLine }) {
  return (
    <div>
      {label !== null && <dt>{label}</dt>}
      <dd dir="auto">
        {value.length <= LONG ? (
          value
        ) : (
          <details>
            <summary>
              {value.slice(0, LONG)}… <span className="why-whole">{texts.action.why.whole}</span>
            </summary>
            {value.slice(LONG)}
          </details>
        )}
      </dd>
    </div>
  );
}
