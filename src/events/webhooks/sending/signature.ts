import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/** How long a secret still signs after it was replaced. */
export const ROTATION_MS = 24 * 3_600_000;

/** A new secret in the format of Standard Webhooks. */
export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;

/**
 * The headers of Standard Webhooks.
 * @param id the same on every attempt, so that consumers can ignore what they have already got
 * @param secrets each adds a signature
 */
export function signedHeaders(id: string, at: Date, secrets: readonly string[], body: string) {
  return {
    'content-type': 'application/json',
    'user-agent': 'Daybook-Webhooks',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}
