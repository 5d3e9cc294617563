import type { OutgoingMessage } from './outgoing-message.js';

/** The outcome of one attempt to hand an e-mail over. `error` is a sentence without personal data. */
export type Outcome = (
  | { kind: 'sent'; error: string | null }
  /** Temporary: another attempt may succeed. Unknown: the server may have accepted the e-mail. */
  | { kind: 'temporary' | 'permanent' | 'unknown'; error: string }
) & {
  /** The recipients' addresses that the server has refused for good. */
  refused: readonly string[];
};

/** A way out for e-mails. */
export interface Transport {
  /** Whether a second hand-over of one e-mail makes no second copy, so that an unknown outcome can always be retried. */
  isRepeatable: boolean;
  send(message: OutgoingMessage): Promise<Outcome>;
}

/** The injection token of the installation's transport. */
export const TRANSPORT = Symbol('transport');
