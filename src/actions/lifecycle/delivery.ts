import { domainToASCII } from 'node:url';
import type { DeliveryWay } from '../../settings/delivery-settings.js';
import type { Settings } from '../../settings/settings.js';
import type { Reason } from './reasons.js';
import type { ActionType } from './statuses.js';

/** The statuses of a delivery that is not over. */
export const OPEN_DELIVERY_STATUSES = ['waiting', 'sending', 'failed', 'unknown'] as const;
export type OpenDeliveryStatus = (typeof OPEN_DELIVERY_STATUSES)[number];

export const DELIVERY_STATUSES = [...OPEN_DELIVERY_STATUSES, 'sent', 'cancelled'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** The sender of an e-mail, as the company had set it at the approval. */
export type Sender = Pick<Settings, 'from_name' | 'from_email' | 'reply_to' | 'signature'>;

/** What the rules read of a delivery. */
export interface DeliveryState {
  way: DeliveryWay;
  status: DeliveryStatus;
  attempts: number;
  leaseHolder: string | null;
  leaseTokenId: string | null;
  leaseToken: string | null;
  leaseUntil: Date | null;
  reasonGone: Reason | null;
}

/** The columns of a delivery that change after the approval. */
export interface DeliveryColumns extends DeliveryState {
  lastError: string | null;
  notBefore: Date | null;
  updatedAt: Date;
  sentAt: Date | null;
}
export type DeliveryChange = Partial<Omit<DeliveryColumns, 'way'>>;

/** The delivery of an action that has just been approved. */
export interface NewDelivery {
  companyId: string;
  actionId: string;
  customerId: string;
  way: DeliveryWay;
  status: 'waiting';
  messageId: string | null;
  sender: Sender | null;
  createdAt: Date;
  updatedAt: Date;
}

/** What `newDelivery()` reads of an action. */
export interface DeliveredAction {
  id: string;
  customerId: string;
  actionType: ActionType;
}

/** What the installation decides about deliveries. */
export interface Installation {
  /** Whether its built-in sender works; otherwise every delivery is external. */
  sends: boolean;
  /** The sender's address of companies that have set none; null in a sandbox without one. */
  fromEmail: string | null;
}

/** Only e-mails can be sent by the built-in sender. */
export const deliveryWayOf = (
  actionType: ActionType,
  { delivery }: Pick<Settings, 'delivery'>,
  { sends }: Installation,
): DeliveryWay => (actionType === 'email' && sends ? delivery : 'external');

/** Reserved by RFC 6761, so that a Message-ID without a sender's address has the domain of nobody. */
const NO_DOMAIN = 'daybook.invalid';

/** The delivery of an approved action. Later changes of the settings do not affect it. */
export function newDelivery(
  companyId: string,
  { id, customerId, actionType }: DeliveredAction,
  settings: Settings,
  installation: Installation,
  now: Date,
): NewDelivery {
  const way = deliveryWayOf(actionType, settings, installation);
  const { from_name, from_email, reply_to, signature } = settings;
  const fromEmail = from_email ?? installation.fromEmail;
  // A header has no other characters than ASCII.
  const domain = domainToASCII(fromEmail?.slice(fromEmail.lastIndexOf('@') + 1) ?? '') || NO_DOMAIN;
  const isBuiltIn = way === 'built_in';
  return {
    companyId,
    actionId: id,
    customerId,
    way,
    status: 'waiting',
    messageId: isBuiltIn ? `<${id}@${domain}>` : null,
    sender: isBuiltIn ? { from_name, from_email, reply_to, signature } : null,
    createdAt: now,
    updatedAt: now,
  };
}
