import { Link } from 'wouter';
import { Chip } from '../controls/chip.js';
import { Notice } from '../controls/notice.js';
import { daysOverdue } from '../texts/days-overdue.js';
import { day, money, percent, relativeTime, time } from '../texts/format.js';
import { withLocalDates } from '../texts/local-dates.js';
import { texts } from '../texts/texts.js';
import type { Action } from './action.js';
import { reasonOf, whatOf, whoOf } from './trail/entry-text.js';
import { lastDecision } from './trail/last-decision.js';

/** The name under which the built-in policy recommends. */
const DUNNING_POLICY = 'dunning_policy';

/** What is proposed, on which invoice, by whom and how sure. */
export function Proposal({ action, backTo }: { action: Action; backTo: string }) {
  const { customer, invoice, confidence, expires_at, scheduled_for, status } = action;
  const { title, ...t } = texts.action;
  const source = action.source === DUNNING_POLICY ? t.policy : action.source;
  const isUndecided = status === 'proposed' || status === 'scheduled';
  return (
    <header className="proposal">
      <Link href={backTo} className="proposal-back">
        ‹ {t.back}
      </Link>
      <h1 tabIndex={-1}>{title(action.recommendation_label, customer.name)}</h1>
      <p className="proposal-facts figures">
        {invoice && (
          <>
            {invoice.invoice_number}
            {' · '}
            <b>
              {invoice.balance === invoice.amount
                ? t.open(money(invoice.balance, invoice.currency))
                : t.openOf(money(invoice.balance, invoice.currency), money(invoice.amount, invoice.currency))}
            </b>
            {' · '}
            {t.due(day(invoice.due_date), daysOverdue(invoice.due_date))}
            {' · '}
          </>
        )}
        {[
          source !== null && t.source(source),
          confidence !== null && t.sure(percent(confidence)),
          isUndecided && expires_at && t.expires(relativeTime(expires_at)),
          status === 'scheduled' && t.snoozedUntil(time(scheduled_for)),
        ]
          .filter(Boolean)
          .join(', ')}
      </p>
      <Decided action={action} />
      <p className="proposal-chips">
        <Chip>{texts.inbox.types[action.action_type]}</Chip>
        {!isUndecided && <Chip kind={status === 'completed' ? 'good' : 'plain'}>{t.statuses[status]}</Chip>}
        {action.is_deleted && <Chip kind="bad">{t.deleted}</Chip>}
        {invoice && invoice.status !== 'open' && <Chip kind="warn">{t.invoiceStatus[invoice.status]}</Chip>}
      </p>
    </header>
  );
}

/** By whom it was decided; the list of the API does not tell. */
function Decided({ action }: { action: Action }) {
  const entry = lastDecision(action);
  if (!entry) return null;
  const reason = reasonOf(entry);
  return (
    <p className="proposal-facts">
      <b>{whoOf(entry)}</b> {whatOf(entry)}
      {reason !== null && <>: {reason}</>} ·{' '}
      <time dateTime={entry.created_at} title={time(entry.created_at)}>
        {relativeTime(entry.created_at)}
      </time>
    </p>
  );
}

/** What is odd about it, in words with figures, before the text. */
export function Warnings({ action: { warnings } }: { action: Action }) {
  if (warnings.length === 0) return null;
  return (
    <section aria-label={texts.action.warnings.label}>
      <Notice kind="warn">
        <ul className="warnings">
          {warnings.map(({ code, detail }) => (
            <li key={code}>
              <b>{texts.action.warnings.sentence(texts.inbox.warnings[code])}</b> {withLocalDates(detail)}
            </li>
          ))}
        </ul>
      </Notice>
    </section>
  );
}
