import { type FormEvent, useState } from 'react';
import { Button } from '../../../controls/button.js';
import { time, weekdayTime } from '../../../texts/format.js';
import { texts } from '../../../texts/texts.js';
import { Choice } from './choice.js';
import { localInputValue, maySnoozeUntil, snoozeTimes } from './snooze-times.js';

const t = texts.decision.snoozes;
const BROWSER_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Asks until when. A digit or a click snoozes at once. @param expiresAt after which it cannot be snoozed; null: no limit */
export function SnoozeDialog({
  expiresAt,
  onSnooze,
}: {
  expiresAt: string | null;
  onSnooze: (until: Date) => void;
}) {
  const [now] = useState(() => new Date());
  const [picked, setPicked] = useState('');
  const times = snoozeTimes(now).map((one) => ({ ...one, may: maySnoozeUntil(one.until, now, expiresAt) }));
  const pickedTime = picked === '' ? null : new Date(picked);
  const mayPick = pickedTime !== null && maySnoozeUntil(pickedTime, now, expiresAt);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (mayPick) onSnooze(pickedTime);
  };
  return (
    <div
      className="decision-dialog-body"
      role="presentation"
      onKeyDown={({ key, target }) => {
        const chosen = target instanceof HTMLInputElement ? undefined : times[Number(key) - 1];
        if (chosen?.may) onSnooze(chosen.until);
      }}
    >
      <div className="decision-choices">
        {times.map(({ name, until, may }, index) => (
          <Choice
            key={name}
            digit={index + 1}
            isFirst={index === 0}
            isDisabled={!may}
            onChoose={() => onSnooze(until)}
          >
            {t[name]}
            <span className="decision-choice-detail">{weekdayTime(until, BROWSER_ZONE, now)}</span>
          </Choice>
        ))}
      </div>
      <form onSubmit={onSubmit} className="decision-dialog-body">
        <label>
          {t.pick}
          <input
            type="datetime-local"
            className="input"
            value={picked}
            min={localInputValue(now)}
            max={expiresAt ? localInputValue(new Date(expiresAt)) : undefined}
            onChange={(event) => setPicked(event.target.value)}
          />
        </label>
        {picked !== '' && (
          <Button type="submit" isDisabled={!mayPick}>
            {t.submit}
          </Button>
        )}
      </form>
      {expiresAt && <p className="decision-hint">{t.tooLate(time(expiresAt))}</p>}
    </div>
  );
}
