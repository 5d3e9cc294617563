import type { RecipientResponse } from '@daybook/client';
import { texts } from '../../texts/texts.js';
import type { Action } from '../action.js';
import { useSettings } from '../../company/settings.js';
import { isUndecided, recipientText } from '../changes/what-changed.js';
import { DiffText } from './diff-text.js';
import './message.css';

/** Exactly what goes out or went out; of a call or a task, what to say or do. */
export function Message({ action }: { action: Action }) {
  const { message } = texts.action;
  const { action_type, effective_subject, effective_content, content } = action;
  const isEmail = action_type === 'email';
  const isChanged = content !== null && effective_content !== null && effective_content !== content;
  const heading = action.status === 'completed' && isEmail ? message.sent : message.heading[action_type];
  return (
    <section className="message panel" aria-label={heading}>
      <h2 className="visually-hidden">{heading}</h2>
      {isEmail && (
        <dl className="message-head">
          <dt>{message.to}</dt>
          <dd>
            <Recipients recipients={action.to} />
          </dd>
          {action.cc.length > 0 && (
            <>
              <dt>{message.cc}</dt>
              <dd>
                <Recipients recipients={action.cc} />
              </dd>
            </>
          )}
          <dt>{message.subject}</dt>
          <dd>{effective_subject ?? <i>{message.noSubject}</i>}</dd>
        </dl>
      )}
      {!isEmail && effective_subject && <p className="message-title">{effective_subject}</p>}
      <div className="message-text" dir="auto">
        {effective_content ?? <i>{message.noText}</i>}
      </div>
      {isEmail && isUndecided(action) && <Signature />}
      {isChanged && (
        <details className="message-changes">
          <summary>{message.changes}</summary>
          <DiffText before={content} after={effective_content} />
        </details>
      )}
    </section>
  );
}

function Recipients({ recipients }: { recipients: readonly RecipientResponse[] }) {
  if (recipients.length === 0) return <span className="message-nobody">{texts.action.message.nobody}</span>;
  return (
    <ul>
      {recipients.map((recipient) => (
        <li key={recipient.address}>
          <bdi>{recipientText(recipient)}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** What Daybook adds below the text as it sends it; nothing if the company has no signature or sends by itself. */
export function Signature() {
  const { data: settings } = useSettings();
  if (!settings?.signature || settings.delivery !== 'built_in') return null;
  return (
    <div className="message-signature">
      <p className="message-signature-label">{texts.action.message.signature}</p>
      <div dir="auto">{settings.signature}</div>
    </div>
  );
}
