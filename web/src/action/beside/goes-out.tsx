import { relativeTime, time } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import { useSettings } from '../../company/settings.js';
import type { Action } from '../action.js';
import { isUndecided } from '../changes/what-changed.js';
import { useWhen } from './use-when.js';

const { goesOut: t } = texts.action;

/** When it goes out and from whom; once it is approved, what became of it. Nothing for calls and tasks, which people do. */
export function GoesOut({ action }: { action: Action }) {
  if (isUndecided(action)) {
    if (action.action_type !== 'email') return null;
    return (
      <Panel>
        <Plan action={action} />
      </Panel>
    );
  }
  if (!action.delivery && !action.executed_at) return null;
  return (
    <Panel>
      <Outcome action={action} />
    </Panel>
  );
}

function Panel({ children }: { children: React.ReactNode }) {
  return (
    <section className="panel panel-padded" aria-label={t.heading}>
      <h2>{t.heading}</h2>
      <div className="beside-muted">{children}</div>
    </section>
  );
}

function Plan({ action }: { action: Action }) {
  const { data: settings } = useSettings();
  const when = useWhen(action);
  if (settings?.delivery === 'external') return t.external;
  if (!when || !settings) return null;
  const { from_name, from_email, minimum_interval_days } = settings;
  return (
    <>
      <p className="beside-strong">
        {when.text === null ? t.now : when.zone ? t.inZone(when.text, when.zone) : when.text}
      </p>
      {from_email && <p>{t.from(from_name ? `${from_name} <${from_email}>` : from_email)}</p>}
      {minimum_interval_days > 0 && <p>{t.interval(minimum_interval_days)}</p>}
    </>
  );
}

function Outcome({ action: { delivery, executed_at, response_deadline } }: { action: Action }) {
  const hasFailed = delivery?.status === 'failed' || delivery?.status === 'unknown';
  return (
    <>
      {delivery && delivery.status !== 'cancelled' && (
        <p className={hasFailed ? 'beside-bad' : 'beside-strong'}>
          {t.statuses[delivery.status]}
          {delivery.sent_at && ` ${time(delivery.sent_at)}`}
        </p>
      )}
      {delivery?.last_error && delivery.status !== 'sent' && <p>{delivery.last_error}</p>}
      {delivery?.status === 'unknown' && <p>{t.unknownHint}</p>}
      {delivery?.status === 'waiting' && delivery.not_before && (
        <p title={time(delivery.not_before)}>{t.notBefore(relativeTime(delivery.not_before))}</p>
      )}
      {delivery && delivery.attempts > 1 && <p>{t.attempts(delivery.attempts)}</p>}
      {executed_at && delivery?.status !== 'sent' && <p>{t.doneAt(time(executed_at))}</p>}
      {response_deadline && <p>{t.answerBy(time(response_deadline))}</p>}
    </>
  );
}
