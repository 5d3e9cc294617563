import { useNow } from '../../controls/use-now.js';
import { localTime } from '../../../../src/time/local-time.js';
import { clockTime, weekdayTime } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import { useSettings } from '../../company/settings.js';
import { useCustomer, useCustomerSummary } from '../../customers/one-customer.js';
import type { Action } from '../action.js';
import { notBefore, whenItGoesOut } from './when-it-goes-out.js';

const BROWSER_ZONE = new Intl.DateTimeFormat().resolvedOptions().timeZone;
/** The sender runs all the time; an e-mail that may leave within this time leaves at once. */
const AT_ONCE_MS = 60_000;

/** When an e-mail would leave if it were approved now. */
export interface When {
  /** Such as "Monday 08:00", by the clock of the customer or the company; null: at once. */
  text: string | null;
  /** The time zone, if it is not that of the browser; null otherwise. */
  zone: string | null;
}

/** Null until it is known, and for what Daybook does not send: calls, tasks, and e-mails that another system sends. */
export function useWhen(action: Action): When | null {
  const now = new Date(useNow(30_000));
  const { data: settings } = useSettings();
  const { data: customer } = useCustomer(action.customer.id);
  const { data: summary } = useCustomerSummary(action.customer.id);
  if (!settings || !customer || settings.delivery !== 'built_in' || action.action_type !== 'email')
    return null;
  const timeZone = customer.time_zone ?? settings.time_zone;
  const contact = summary?.last_contact;
  const lastEmailAt = contact?.action_type === 'email' ? contact.at : null;
  const from = notBefore(now, lastEmailAt, settings.minimum_interval_days);
  const at = whenItGoesOut(from, { ...settings, timeZone });
  if (at.getTime() - now.getTime() < AT_ONCE_MS) return { text: null, zone: null };
  const isToday = localTime(at, timeZone).day === localTime(now, timeZone).day;
  const text = isToday ? texts.action.goesOut.today(clockTime(at, timeZone)) : weekdayTime(at, timeZone, now);
  const isSameClock = localTime(at, timeZone).time === localTime(at, BROWSER_ZONE).time;
  return { text, zone: isSameClock ? null : timeZone.split('/').at(-1)!.replaceAll('_', ' ') };
}
