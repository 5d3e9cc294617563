import type { Draft } from './edits.js';
import type { Status } from './statuses.js';
import type { DraftedFacts } from './transitions.js';

/** What transitions read of an action. */
export interface ActionState extends Draft {
  status: Status;
  deletedAt: Date | null;
  /** When the action expires; null if it does not. */
  expiresAt: Date | null;
  /** The SHA-256 of the final content if there is one, otherwise of the draft; null if the action has no text. */
  contentSha256: string | null;
  hasFinalContent: boolean;
  invoiceId: string | null;
  finalSubject: string | null;
  version: number;
}

/** The columns of an action that transitions change. */
export interface ActionColumns extends Draft, DraftedFacts {
  status: Status;
  version: number;
  /** Stored in the metadata, as `final_content`. */
  finalContent: string;
  finalSubject: string | null;
  approvedSha256: string | null;
  channelId: string | null;
  externalId: string | null;
  responseDeadline: Date | null;
  executedAt: Date | null;
  deletedAt: Date | null;
  updatedAt: Date;
  isRecommended: boolean;
}
export type ActionChange = Partial<ActionColumns>;
