/**
 * The types of events: when each happens, and the schema of its `data` in the OpenAPI document. Feed, webhooks, validation and
 * documentation derive from this table.
 */
export const EVENT_TYPES = {
  'recommendation.created': { when: 'A recommendation was stored.', data: 'RecommendationEventData' },
  'recommendation.superseded': {
    when: 'A newer recommendation replaced it, or its reason is gone.',
    data: 'RecommendationEventData',
  },
  'action.proposed': { when: 'An action was recommended.', data: 'ActionEventData' },
  'action.edited': {
    when: 'A client changed the draft, the recipients, the time or the urgency.',
    data: 'ActionEventData',
  },
  'action.scheduled': { when: 'An edit put the action off to a later time.', data: 'ActionEventData' },
  'action.awakened': {
    when: 'The time of a scheduled action has come: it waits for a decision again.',
    data: 'ActionEventData',
  },
  'action.promoted': { when: 'It became the recommended alternative.', data: 'ActionEventData' },
  'action.demoted': { when: 'It is not the recommended alternative any more.', data: 'ActionEventData' },
  'action.approved': { when: 'A client approved the action.', data: 'ActionEventData' },
  'action.rejected': { when: 'A client rejected the action.', data: 'ActionEventData' },
  'action.sent': {
    when: 'The message of the action was sent, by Daybook or by a client.',
    data: 'ActionEventData',
  },
  'action.completed': { when: 'A client reported the action as done.', data: 'ActionEventData' },
  'action.cancelled': {
    when: 'A client cancelled the action, or its reason is gone.',
    data: 'ActionEventData',
  },
  'action.superseded': {
    when: 'Another alternative was chosen, or a newer recommendation replaced it.',
    data: 'ActionEventData',
  },
  'action.deleted': { when: 'A client deleted the action.', data: 'ActionEventData' },
  'action.restored': { when: 'A client restored a deleted action.', data: 'ActionEventData' },
  'delivery.claimed': { when: 'An external worker claimed the delivery.', data: 'ActionEventData' },
  'delivery.released': { when: 'An external worker gave the delivery back.', data: 'ActionEventData' },
  'delivery.retried': { when: 'A client asked for another attempt.', data: 'ActionEventData' },
  'delivery.sent': { when: 'The delivery succeeded.', data: 'ActionEventData' },
  'delivery.deferred': { when: 'An attempt failed and will be repeated.', data: 'ActionEventData' },
  'delivery.failed': { when: 'The delivery failed for good.', data: 'ActionEventData' },
  'delivery.bounced': { when: 'The mail server refused a recipient for good.', data: 'ActionEventData' },
  'delivery.unknown': { when: 'Nobody knows whether an attempt sent the message.', data: 'ActionEventData' },
  'response.overdue': {
    when: 'The deadline for the customer’s response has passed.',
    data: 'ActionEventData',
  },
  'hold.set': { when: 'A hold was set, or its terms changed.', data: 'HoldEventData' },
  'hold.ended': { when: 'A client ended a hold, or its time has passed.', data: 'HoldEventData' },
  'ledger.synced': { when: 'A ledger sync or import was stored.', data: 'LedgerEventData' },
  'policy.ran': { when: 'The dunning policy has run.', data: 'PolicyRunEventData' },
  'contact.updated': {
    when: 'A contact was granted access, got another role, or lost its access.',
    data: 'ContactEventData',
  },
  'settings.updated': { when: 'A client changed the settings.', data: 'SettingsEventData' },
  'suppression.added': { when: 'An address was suppressed.', data: 'SuppressionEventData' },
  'suppression.removed': { when: 'An address is not suppressed any more.', data: 'SuppressionEventData' },
  'checkpoint.created': { when: 'A checkpoint of the approval log was signed.', data: 'CheckpointEventData' },
  'webhook_endpoint.created': { when: 'A webhook endpoint was created.', data: 'WebhookEndpointEventData' },
  'webhook_endpoint.updated': {
    when: 'A webhook endpoint or its secret was changed.',
    data: 'WebhookEndpointEventData',
  },
  'webhook_endpoint.deleted': { when: 'A webhook endpoint was deleted.', data: 'WebhookEndpointEventData' },
  'webhook_endpoint.disabled': {
    when: 'A webhook endpoint failed for five days, or answered 410, and gets no events any more.',
    data: 'WebhookEndpointEventData',
  },
  'webhook.test': {
    when: 'A client asked for a test of a webhook endpoint, which alone gets it. It is not in the feed.',
    data: 'WebhookEndpointEventData',
  },
} as const satisfies Record<string, { when: string; data: string }>;

export type EventType = keyof typeof EVENT_TYPES;
export const EVENT_TYPE_NAMES = Object.keys(EVENT_TYPES) as EventType[];
