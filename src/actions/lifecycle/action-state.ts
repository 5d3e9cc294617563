import type { Draft } from './edits.js';
import type { Status } from './statuses.js';
import type { DraftedFacts } from './transitions.js';

/** The columns of an action that transitions read. */
export interface ActionState extends Draft {
  status: Status;
  deletedAt: Date | null;
  /** When the action expires; null if it does not. */
  expiresAt: Date | null;
  metadata: Record<string, unknown>;
  version: number;
}

/** The columns of an action that transitions change. */
export interface ActionColumns extends Draft, DraftedFacts {
  status: Status;
  version: number;
  metadata: Record<string, unknown>;
  channelId: string | null;
  externalId: string | null;
  responseDeadline: Date | null;
  executedAt: Date | null;
  deletedAt: Date | null;
  updatedAt: Date;
  isRecommended: boolean;
}
export type ActionChange = Partial<ActionColumns>;
