import { Button } from '../../controls/button.js';
import { day, money, relativeTime, time } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import type { Action } from '../action.js';
import { DiffText } from '../message/diff-text.js';
import { reasonOf, whatOf, whoOf } from '../trail/entry-text.js';
import { type Change, type ChangedField, entriesSince } from './what-changed.js';
import './changed-notice.css';

const t = texts.action.changed;

interface Props {
  before: Action;
  now: Action;
  changes: readonly Change[];
  /** Whether the person has typed a text of their own, which can be kept. */
  isTyping: boolean;
  /** The person goes on with what the action is now. Null if nothing is left to decide. */
  onAccept: (() => void) | null;
  onDiscard: () => void;
}

/** What changed in the action since the person opened it, and by whom, side by side. Stays until it is accepted. */
export default function ChangedNotice({ before, now, changes, isTyping, onAccept, onDiscard }: Props) {
  return (
    <section className="changed" role="alert">
      <h2>{isTyping ? t.titleTyped : t.title}</h2>
      {entriesSince(before, now).map((entry) => (
        <p key={entry.id}>
          {t.by(whoOf(entry), whatOf(entry), relativeTime(entry.created_at))} {reasonOf(entry)}
        </p>
      ))}
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t.field}</span>
            </th>
            <th scope="col">{t.before}</th>
            <th scope="col">{t.now}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <Row key={change.field} change={change} action={now} />
          ))}
        </tbody>
      </table>
      <p className="changed-buttons">
        {onAccept && <Button onPress={onAccept}>{isTyping ? t.keep : t.accept}</Button>}
        {isTyping && (
          <Button kind="plain" onPress={onDiscard}>
            {t.take}
          </Button>
        )}
      </p>
    </section>
  );
}

/** A text is shown once, with its changes; everything else before and now. */
function Row({ change: { field, before, now }, action }: { change: Change; action: Action }) {
  return (
    <tr>
      <th scope="row">{t.fields[field]}</th>
      {field === 'content' ? (
        <td colSpan={2}>
          <DiffText before={before ?? ''} after={now ?? ''} isBrief />
        </td>
      ) : (
        <>
          <td>{valueText(field, before, action)}</td>
          <td>{valueText(field, now, action)}</td>
        </>
      )}
    </tr>
  );
}

function valueText(field: ChangedField, value: string | null, { invoice }: Action): string {
  if (value === null) return t.nothing;
  if (field === 'balance') return invoice ? money(value, invoice.currency) : value;
  if (field === 'due_date') return day(value);
  if (field === 'scheduled_for') return time(value);
  if (field === 'status') return texts.action.statuses[value as Action['status']];
  if (field === 'deleted') return texts.action.deleted;
  if (field === 'delivery') return texts.action.goesOut.statuses[value as 'failed'];
  return value;
}
