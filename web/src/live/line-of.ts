import type { ActionEvent } from '@daybook/client';
import { texts } from '../texts/texts.js';
import { isActionEvent, isHoldEvent, isLedgerEvent, type LiveEvent } from './events.js';

/** The name under which Daybook itself acts. */
const SYSTEM = 'system';

/**
 * One line about what others did, from events that came about together; null if there is nothing to tell. Of several things the
 * latest is told. Alternatives that no list shows do not count.
 * @param isOwn whether a request of this page caused the event
 */
export function lineOf(events: readonly LiveEvent[], isOwn: (event: LiveEvent) => boolean): string | null {
  const others = events.filter((event) => !isOwn(event));
  const actions = others.filter(isActionEvent).filter(({ data }) => data.is_recommended);
  const latest = actions.filter(isTold).at(-1);
  if (!latest) return null;
  const alike = actions.filter(({ type, actor }) => type === latest.type && actor === latest.actor);
  if (latest.type === 'action.cancelled' && latest.actor === SYSTEM) return cancelledLine(alike, others);
  if (latest.type === 'action.awakened') return texts.live.awakened(alike.length);
  if (isUndelivered(latest.type))
    return alike.length > 1
      ? texts.live.notSentMany(alike.length)
      : texts.live.notSent(latest.data.customer.name, whatOf(latest));
  const who = latest.actor === SYSTEM ? texts.live.daybook : latest.actor;
  const what = alike.length > 1 ? texts.live.actions(alike.length) : whatOf(latest);
  return texts.live.did[latest.type as keyof typeof texts.live.did](who, what);
}

/** What the built-in delivery does is told by the tab "In progress", unless it fails. */
const isTold = ({ type, actor }: ActionEvent): boolean =>
  type === 'action.awakened' ||
  isUndelivered(type) ||
  (type in texts.live.did && !(type === 'action.sent' && actor === SYSTEM));

const isUndelivered = (type: string): boolean => type === 'delivery.failed' || type === 'delivery.unknown';

const whatOf = ({ data }: ActionEvent): string =>
  texts.live.what(data.recommendation_label, data.invoice?.invoice_number ?? null);

function cancelledLine(cancelled: readonly ActionEvent[], events: readonly LiveEvent[]): string {
  const invoices = new Map(cancelled.map(({ data }) => [data.invoice?.invoice_number ?? '', data]));
  const reasons = new Set(cancelled.map((event) => reasonOf(event, events)));
  const [reason = 'gone'] = reasons;
  if (reasons.size > 1) return texts.live.cancelled.many(cancelled.length);
  const [first] = invoices.values();
  if (invoices.size > 1 && reason !== 'expired' && reason !== 'gone' && reason !== 'held')
    return reason === 'paid'
      ? texts.live.cancelled.paidMany(invoices.size, cancelled.length)
      : texts.live.cancelled.many(cancelled.length);
  const { customer, invoice } = first!;
  return texts.live.cancelled[reason](customer.name, invoice?.invoice_number ?? '', cancelled.length);
}

type Reason = Exclude<keyof typeof texts.live.cancelled, 'many' | 'paidMany'>;

/** Why Daybook cancelled an action: what the invoice says, or else the events of the same request. */
function reasonOf({ data, created_at, request_id }: ActionEvent, events: readonly LiveEvent[]): Reason {
  if (data.invoice?.status === 'paid' || isZero(data.invoice?.balance)) return 'paid';
  if (data.invoice?.status === 'void') return 'void';
  const together = events.filter((event) => event.request_id === request_id);
  const counts = together.find(isLedgerEvent)?.data.cancelled_actions ?? {};
  const reasons = Object.entries<number>(counts)
    .filter(([, count]) => count > 0)
    .map(([reason]) => reason);
  const [only] = reasons;
  if (reasons.length === 1 && only && only in texts.live.cancelled) return only as Reason;
  if (together.some(isHoldEvent)) return 'held';
  if (data.expires_at && data.expires_at <= created_at) return 'expired';
  return 'gone';
}

/** Whether a decimal string is zero or less: paid or overpaid. */
const isZero = (amount: string | undefined): boolean =>
  amount !== undefined && (amount.startsWith('-') || /^0+(\.0+)?$/.test(amount));
