import { effectiveSubject } from '../lifecycle/effective-content.js';
import { allowedCommands } from '../lifecycle/refusals.js';
import type { Command } from '../lifecycle/transitions.js';
import type { ActionRow } from './action-rows.js';

/** The metadata with the subject that was approved or sent, which is stored in a column of its own. */
export const metadataOf = ({ metadata, final_subject }: ActionRow): Record<string, unknown> =>
  final_subject === null ? metadata : { ...metadata, final_subject };

/** The subject that goes out; null if there is none. */
export const effectiveSubjectOf = ({
  subject,
  final_subject,
}: Pick<ActionRow, 'subject' | 'final_subject'>): string | null =>
  effectiveSubject({ subject, finalSubject: final_subject });

/** The commands that would change the action now; none while a worker has it. */
export const allowedCommandsOf = (row: ActionRow, now: Date): Command[] =>
  allowedCommands(
    {
      status: row.status,
      deletedAt: row.deleted_at,
      expiresAt: row.expires_at,
      isInProgress: row.delivery?.lease_until != null,
    },
    now,
  );
