import { type KeyboardEvent, useRef, useState } from 'react';
import { Button } from '../../../controls/button.js';
import { texts } from '../../../texts/texts.js';
import { Choice } from './choice.js';
import {
  needsComment,
  REASON_CODES,
  type ReasonCode,
  reasonOfKey,
  type Rejection,
  rejectionOf,
} from './reasons.js';

const t = texts.decision.reasons;

interface Props {
  /** The label of the button that confirms the choice; absent if the choice rejects at once. */
  confirm?: string;
  onReject: (body: Rejection) => void;
}

/** Asks why not. A digit or a click rejects at once, with the comment if there is one; "other" asks for a comment first. */
export function RejectDialog({ confirm, onReject }: Props) {
  const [comment, setComment] = useState('');
  const [chosen, setChosen] = useState<ReasonCode | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const mustComment = chosen !== null && needsComment(chosen, '');
  const isReady = chosen !== null && !needsComment(chosen, comment);

  const choose = (code: ReasonCode) => {
    const isMissing = needsComment(code, comment);
    if (!isMissing && !confirm) return onReject(rejectionOf(code, comment));
    setChosen(code);
    if (isMissing) field.current?.focus();
  };
  const reject = () => {
    if (isReady) onReject(rejectionOf(chosen, comment));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isComment = event.target === field.current;
    if (isComment && event.key === 'Enter' && !event.shiftKey && chosen) {
      event.preventDefault();
      reject();
    }
    const code = isComment || event.ctrlKey || event.metaKey || event.altKey ? null : reasonOfKey(event.key);
    if (!code) return;
    event.preventDefault();
    choose(code);
  };
  return (
    // Listens for digits wherever the focus is in the dialog.
    <div className="decision-dialog-body" role="presentation" onKeyDown={onKeyDown}>
      <div className="decision-choices">
        {REASON_CODES.map((code, index) => (
          <Choice
            key={code}
            digit={index + 1}
            isFirst={index === 0}
            isPressed={chosen === code}
            onChoose={() => choose(code)}
          >
            {t.codes[code]}
          </Choice>
        ))}
      </div>
      <label>
        {mustComment ? t.commentOfOther : t.comment}
        <textarea
          ref={field}
          className="input"
          rows={2}
          maxLength={2_000}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
      {(confirm ?? chosen) && (
        <Button kind="danger" isDisabled={!isReady} onPress={reject}>
          {confirm ?? t.submit}
        </Button>
      )}
      <p className="decision-hint">
        {!confirm && t.hint} {t.logged}
      </p>
    </div>
  );
}
