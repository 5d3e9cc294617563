import type { EventType } from '../../events/event-types.js';
import type { DeliveryStatus } from '../lifecycle/delivery.js';
import type { PreviousFields } from '../lifecycle/previous.js';
import type { LogEntry } from '../store/log/log-chain.js';

/** The events of one entry of the approval log, until the action is stored that they show. */
export interface PendingEvents {
  entry: Pick<LogEntry, 'actionId' | 'actor' | 'requestId' | 'createdAt'>;
  /** In their order. */
  types: readonly EventType[];
  previous: PreviousFields;
  /** The status of the delivery before, null if there was none; absent if it has not changed. */
  deliveryStatus?: DeliveryStatus | null;
}
