import { describe, expect, it } from '@jest/globals';
import { eventTypesOf, type Occurrence } from './events.js';
import { LOG_COMMANDS, type LogCommand } from './transitions.js';

const typesOf = (command: LogCommand, occurrence: Partial<Occurrence> = {}) =>
  eventTypesOf(command, { fromStatus: 'proposed', toStatus: 'proposed', reason: null, ...occurrence }).join(
    ' ',
  );

/** Not derived from the rules. */
const TABLE: Record<LogCommand, string> = {
  propose: 'action.proposed',
  approve: 'action.approved',
  reject: 'action.rejected',
  send: 'action.sent',
  cancel: 'action.cancelled',
  complete: 'action.completed',
  claim: 'delivery.claimed',
  release: 'delivery.released',
  retry: 'delivery.retried',
  deliver: 'action.sent delivery.sent',
  defer: 'delivery.deferred',
  fail: 'delivery.failed',
  edit: 'action.edited',
  delete: 'action.deleted',
  restore: 'action.restored',
  supersede: 'action.superseded',
  promote: 'action.promoted',
  demote: 'action.demoted',
  wake: 'action.awakened',
};

describe('the events of a log entry', () => {
  it.each(LOG_COMMANDS)('of %s are those of the table', (command) => {
    expect(typesOf(command)).toBe(TABLE[command]);
  });

  it.each<[LogCommand, Partial<Occurrence>, string]>([
    ['edit', { fromStatus: 'proposed', toStatus: 'scheduled' }, 'action.edited action.scheduled'],
    ['edit', { fromStatus: 'scheduled', toStatus: 'proposed' }, 'action.edited action.awakened'],
    ['edit', { fromStatus: 'scheduled', toStatus: 'scheduled' }, 'action.edited'],
    ['complete', { isDelivered: true }, 'action.completed delivery.sent'],
    ['fail', { reason: 'delivery_unknown' }, 'delivery.unknown'],
    ['fail', { reason: 'delivery_failed' }, 'delivery.failed'],
    ['fail', { reason: 'incomplete' }, 'delivery.failed'],
    ['fail', { reason: 'delivery_failed', isBounced: true }, 'delivery.bounced delivery.failed'],
    ['fail', { reason: 'delivery_unknown', isBounced: true }, 'delivery.bounced delivery.unknown'],
    ['defer', { isBounced: true }, 'delivery.bounced delivery.deferred'],
    ['deliver', { isBounced: true }, 'delivery.bounced action.sent delivery.sent'],
  ])('of %s depend on what happened: %j', (command, occurrence, types) => {
    expect(typesOf(command, occurrence)).toBe(types);
  });
});
