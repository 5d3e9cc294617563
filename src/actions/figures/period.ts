import { LIMITS } from '../../limits.js';
import { DomainError } from '../../problems/domain-error.js';
import { addDays, daysBetween } from '../../time/calendar-date.js';

/** The days of figures, both inclusive, YYYY-MM-DD. */
export interface Period {
  from: string;
  to: string;
}

/**
 * The days that a client asks for: until today without `to`, and the last days without both.
 * @throws DomainError invalid
 */
export function periodOf({ from, to }: Partial<Period>, today: string): Period {
  if (from === undefined) {
    if (to !== undefined) throw invalid('from', 'required', 'from is required with to.');
    return { from: addDays(today, 1 - LIMITS.figureDays.default), to: today };
  }
  const period = { from, to: to ?? today };
  const days = daysBetween(from, period.to) + 1;
  if (days < 1 && to === undefined)
    throw invalid('from', 'order', `from must not be after today, ${today}, without to.`);
  if (days < 1) throw invalid('to', 'order', 'to must not be before from.');
  const { max } = LIMITS.figureDays;
  if (days > max)
    throw invalid(
      'from',
      'range',
      `from must be at most ${max - 1} days before ${to ? 'to' : `today, ${today}`}.`,
    );
  return period;
}

const invalid = (field: string, code: string, detail: string): DomainError =>
  DomainError.invalid([{ in: 'query', field, code, detail }]);
