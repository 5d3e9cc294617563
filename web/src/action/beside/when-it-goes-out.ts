import type { SettingsResponse } from '@daybook/client';
import { nextOpening } from '../../../../src/delivery/schedule/delivery-window.js';

const DAY_MS = 86_400_000;

interface Rules extends Pick<SettingsResponse, 'delivery_window' | 'closed_days'> {
  /** The IANA zone of the customer, or of the company if the customer has none. */
  timeZone: string;
}

/**
 * When an e-mail that is approved now can leave, by the rule of the sender: at once within the delivery window, otherwise when it
 * opens next. What else may hold it back, such as a failed attempt, is only known after the approval.
 * @param from the earliest time
 */
export const whenItGoesOut = (from: Date, { delivery_window, closed_days, timeZone }: Rules): Date =>
  nextOpening(from, { window: delivery_window, closedDays: closed_days, timeZone });

/** The earliest time at which the customer may get another e-mail; `now` if no minimum interval applies. */
export const notBefore = (now: Date, lastEmailAt: string | null, minimumIntervalDays: number): Date => {
  if (lastEmailAt === null || minimumIntervalDays === 0) return now;
  return new Date(Math.max(now.getTime(), Date.parse(lastEmailAt) + minimumIntervalDays * DAY_MS));
};
