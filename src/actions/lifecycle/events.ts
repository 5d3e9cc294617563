import type { EventType } from '../../events/event-types.js';
import type { Status } from './statuses.js';
import type { LogCommand } from './transitions.js';

/** What the events of a log entry depend on, beside its command. */
export interface Occurrence {
  fromStatus: Status;
  toStatus: Status;
  reason: string | null;
  /** Whether it ended the delivery as sent. */
  isDelivered?: boolean | null;
  /** Whether the mail server refused a recipient for good, in an attempt with any result. */
  isBounced?: boolean;
}

type EventsOf = (occurrence: Occurrence) => readonly EventType[];

const only =
  (type: EventType): EventsOf =>
  () => [type];

/** `delivery.bounced` comes before the result of its attempt, which may have sent the e-mail to the other recipients. */
const attempted =
  (...types: EventType[]): EventsOf =>
  ({ isBounced }) =>
    isBounced ? ['delivery.bounced', ...types] : types;

const failed = attempted('delivery.failed');
const unknown = attempted('delivery.unknown');

/** The types of the events that an entry of the approval log means, in their order. */
const EVENTS: Record<LogCommand, EventsOf> = {
  propose: only('action.proposed'),
  edit: ({ fromStatus, toStatus }) => {
    if (fromStatus === toStatus) return ['action.edited'];
    return ['action.edited', toStatus === 'scheduled' ? 'action.scheduled' : 'action.awakened'];
  },
  approve: only('action.approved'),
  reject: only('action.rejected'),
  send: only('action.sent'),
  cancel: only('action.cancelled'),
  complete: ({ isDelivered }) => (isDelivered ? ['action.completed', 'delivery.sent'] : ['action.completed']),
  delete: only('action.deleted'),
  restore: only('action.restored'),
  supersede: only('action.superseded'),
  promote: only('action.promoted'),
  demote: only('action.demoted'),
  wake: only('action.awakened'),
  claim: only('delivery.claimed'),
  release: only('delivery.released'),
  retry: only('delivery.retried'),
  deliver: attempted('action.sent', 'delivery.sent'),
  defer: attempted('delivery.deferred'),
  fail: (occurrence) => (occurrence.reason === 'delivery_unknown' ? unknown : failed)(occurrence),
};

export const eventTypesOf = (command: LogCommand, occurrence: Occurrence): readonly EventType[] =>
  EVENTS[command](occurrence);
