import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { Notice } from '../../controls/notice.js';
import { texts } from '../../texts/texts.js';
import type { Action } from '../action.js';
import { DiffText } from './diff-text.js';
import type { KeptDraft } from './kept-draft.js';
import { Signature } from './message.js';
import { MAX_RECIPIENTS } from './draft.js';
import { RecipientsField } from './recipients-field.js';
import './message.css';
import './message-editor.css';

const MAX_LENGTH = 100_000;
const MAX_SUBJECT = 255;

/** The message while a person edits it, with what differs from the draft below it. */
export function MessageEditor({
  action,
  kept,
  error,
}: {
  action: Action;
  kept: KeptDraft;
  error: string | null;
}) {
  const { message } = texts.action;
  const draft = kept.draft!;
  const [subjectId, textId] = [useId(), useId()];
  const text = useRef<HTMLTextAreaElement>(null);
  useEffect(() => text.current?.focus({ preventScroll: true }), []);
  const isEmail = action.action_type === 'email';
  const taken = [...draft.to, ...draft.cc];
  const isFull = taken.length >= MAX_RECIPIENTS;
  const hasChanges = draft.content !== (action.content ?? '') || draft.subject !== (action.subject ?? '');
  return (
    <section className="message panel" aria-label={message.heading[action.action_type]}>
      {error && <Notice kind="bad">{error}</Notice>}
      <div className="message-fields">
        {isEmail &&
          (['to', 'cc'] as const).map((name) => (
            <RecipientsField
              key={name}
              name={name}
              recipients={draft[name]}
              taken={taken}
              isFull={isFull}
              customerId={action.customer.id}
              onChange={(recipients) => kept.change({ [name]: recipients })}
            />
          ))}
        {(isEmail || draft.subject) && (
          <>
            <label htmlFor={subjectId}>{message.subject}</label>
            <input
              id={subjectId}
              className="input"
              dir="auto"
              value={draft.subject}
              maxLength={MAX_SUBJECT}
              onChange={(event) => kept.change({ subject: event.target.value })}
              onKeyDown={leaveWithEscape}
            />
          </>
        )}
      </div>
      <label htmlFor={textId} className="visually-hidden">
        {message.text}
      </label>
      <textarea
        id={textId}
        ref={text}
        className="message-textarea"
        dir="auto"
        value={draft.content}
        maxLength={MAX_LENGTH}
        onChange={(event) => kept.change({ content: event.target.value })}
        onKeyDown={leaveWithEscape}
      />
      {isEmail && <Signature />}
      <div className="message-changes">
        <h2>{message.changes}</h2>
        {hasChanges ? (
          <>
            {draft.subject !== (action.subject ?? '') && (
              <DiffText before={action.subject ?? ''} after={draft.subject} />
            )}
            <DiffText before={action.content ?? ''} after={draft.content} />
          </>
        ) : (
          <p>{message.noChanges}</p>
        )}
        <p className="message-kept">{message.kept}</p>
      </div>
    </section>
  );
}

/** Out of the text, so that the keys of the decision work; what is typed stays. */
function leaveWithEscape({ key, currentTarget }: KeyboardEvent): void {
  if (key === 'Escape') currentTarget.closest('main')?.querySelector('h1')?.focus({ preventScroll: true });
}
