import { type KeyboardEvent, useRef, useState } from 'react';
import { Button } from '../../../controls/button.js';
import { texts } from '../../../texts/texts.js';
import { Choice } from './choice.js';
import { needsComment, REASON_CODES, type ReasonCode, reasonOfKey, rejectionOf } from './reasons.js';

const t = texts.decision.reasons;

/** Asks why not. A digit or a click rejects at once, with the comment if there is one; "other" asks for a comment first. */
export function RejectDialog({ onReject }: { onReject: (body: ReturnType<typeof rejectionOf>) => void }) {
  const [comment, setComment] = useState('');
  const [asksFor, setAsksFor] = useState<ReasonCode | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  const choose = (code: ReasonCode) => {
    if (!needsComment(code, comment)) return onReject(rejectionOf(code, comment));
    setAsksFor(code);
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isComment = event.target === field.current;
    if (isComment && event.key === 'Enter' && !event.shiftKey && asksFor) {
      event.preventDefault();
      choose(asksFor);
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
            isPressed={asksFor === code}
            onChoose={() => choose(code)}
          >
            {t.codes[code]}
          </Choice>
        ))}
      </div>
      <label>
        {asksFor ? t.commentOfOther : t.comment}
        <textarea
          ref={field}
          className="field"
          rows={2}
          maxLength={2_000}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
      {asksFor && (
        <Button kind="danger" isDisabled={needsComment(asksFor, comment)} onPress={() => choose(asksFor)}>
          {t.submit}
        </Button>
      )}
      <p className="decision-hint">{t.hint}</p>
    </div>
  );
}
