import type { ActionEvent, Event, HoldEvent, LedgerEvent } from '@daybook/client';

/** The types of events that change what the page shows. */
export const WATCHED = [
  'action.proposed',
  'action.edited',
  'action.scheduled',
  'action.awakened',
  'action.promoted',
  'action.demoted',
  'action.approved',
  'action.rejected',
  'action.sent',
  'action.completed',
  'action.cancelled',
  'action.superseded',
  'action.deleted',
  'action.restored',
  'delivery.claimed',
  'delivery.released',
  'delivery.retried',
  'delivery.sent',
  'delivery.deferred',
  'delivery.failed',
  'delivery.bounced',
  'delivery.unknown',
  'response.overdue',
  'hold.set',
  'hold.ended',
  'ledger.synced',
  'policy.ran',
  'settings.updated',
  'contact.updated',
] as const satisfies Event['type'][];

export type LiveEvent = Event;

export const isActionEvent = (event: LiveEvent): event is LiveEvent & ActionEvent =>
  event.type.startsWith('action.') || event.type.startsWith('delivery.') || event.type === 'response.overdue';
export const isLedgerEvent = (event: LiveEvent): event is LiveEvent & LedgerEvent =>
  event.type === 'ledger.synced';
export const isHoldEvent = (event: LiveEvent): event is LiveEvent & HoldEvent => event.type === 'hold.set';

/** Whether the action has left the tabs that wait for a person, by any actor. */
const LEAVES: readonly string[] = [
  'action.approved',
  'action.rejected',
  'action.sent',
  'action.completed',
  'action.cancelled',
  'action.superseded',
  'action.deleted',
  'action.scheduled',
  'action.demoted',
];
export const leavesList = ({ type }: LiveEvent): boolean => LEAVES.includes(type);

/** Whether the action is not on its way any more. */
const ENDS: readonly string[] = [
  'action.rejected',
  'action.sent',
  'action.completed',
  'action.cancelled',
  'action.deleted',
];
export const endsDelivery = ({ type }: LiveEvent): boolean => ENDS.includes(type);
