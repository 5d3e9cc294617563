import { Link } from 'wouter';
import { errorText } from '../../api/error-text.js';
import { Button } from '../../controls/button.js';
import { useNow } from '../../controls/use-now.js';
import { texts } from '../../texts/texts.js';
import { isUndoable, latestUndoable, type Pending, secondsLeft } from './pending.js';
import { usePendingDecisions } from './pending-decisions.js';
import './undo-strip.css';

const SHOWN = 3;

/** What is about to happen or has just happened, with its undo, and what has failed. Nothing if there is nothing to say. */
export function UndoStrip({ isAtBottomOfPage = false }: { isAtBottomOfPage?: boolean }) {
  const { all } = usePendingDecisions();
  const shown = all.filter(
    ({ stage, decision }) => stage !== 'sent' && (stage !== 'sending' || decision.isDelayed),
  );
  const latest = latestUndoable(all);
  const more = shown.length - SHOWN;
  return (
    <div className={isAtBottomOfPage ? 'undo-strip undo-strip-page' : 'undo-strip'}>
      {more > 0 && <p className="undo-strip-more">{texts.decision.more(more)}</p>}
      <ul aria-live="polite" aria-relevant="additions">
        {shown.slice(-SHOWN).map((pending) => (
          <li
            key={pending.id}
            className="undo-strip-row"
            data-failed={pending.stage === 'failed' || undefined}
          >
            <Row pending={pending} isLatest={pending === latest} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function Row({ pending, isLatest }: { pending: Pending; isLatest: boolean }) {
  const { undo, sendNow, dismiss } = usePendingDecisions();
  const { id, stage, decision, error } = pending;
  return (
    <>
      <p className="undo-strip-text">
        <Sentence key={stage} pending={pending} /> <span className="undo-strip-title">{decision.title}</span>
        {(stage === 'failed' || stage === 'repeating') && <> {errorText(error)}</>}
      </p>
      <span className="undo-strip-buttons">
        {isUndoable(pending) && (
          <Button onPress={() => undo(id)} hint={isLatest ? 'undo' : undefined}>
            {texts.decision.undo}
          </Button>
        )}
        {(stage === 'failed' || stage === 'repeating') && (
          <Link href={decision.href} className="undo-strip-link">
            {texts.decision.open}
          </Link>
        )}
        {stage === 'repeating' && <Button onPress={() => sendNow(id)}>{texts.decision.tryNow}</Button>}
        {stage === 'failed' && (
          <Button kind="plain" onPress={() => dismiss(id)}>
            {texts.decision.dismiss}
          </Button>
        )}
      </span>
    </>
  );
}

function Sentence({ pending }: { pending: Pending }) {
  const { stage, decision } = pending;
  // Four times a second, because a timer of one second can skip a number.
  const seconds = secondsLeft(pending, useNow(pending.endsAt === null ? null : 250));
  if (stage === 'counting')
    return (
      <>
        {decision.doing} <span aria-hidden="true">{texts.decision.inSeconds(seconds)}</span>
      </>
    );
  if (stage === 'done') return <>{decision.done}</>;
  if (stage === 'failed') return <b>{texts.decision.failed(decision.doing)}</b>;
  if (stage === 'repeating') return <>{texts.decision.repeating(seconds)}</>;
  return <>{decision.doing}</>;
}
