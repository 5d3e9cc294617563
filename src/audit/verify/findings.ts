import { LIMITS } from '../../limits.js';

/** What is compared, by the name in a report. */
export const CHECKS = {
  action: 'the action of an entry exists',
  hash: 'an entry has the hash of its fields and of the entry before it',
  order: 'the entries of an action are in the order of their numbers',
  head: 'the action stores the hash of the latest entry of its log',
  from_status: 'an entry starts at the status where the entry before it ended',
  status: 'the latest entry ends at the status of the action',
  content: 'the latest entry has the hash of the text of the action: the final content, or the draft',
  draft: 'an edit starts at the values of the edit before it, the latest ends at those of the action',
  deleted_at:
    'the action is deleted if a deletion is the latest of deletions and restorations, and not otherwise',
  executed_at: 'the action was executed when it was completed',
  is_recommended: 'the action is recommended if the latest entry about that says so',
  version: 'the version of the action counts its changes',
  touched: 'the action is marked as changed by a client if a client has changed it',
  state: 'the latest entry has the hash of the columns that transitions change',
  approved:
    'the action has the hash of its approved message, and its recipients, subject and text still have it',
  proposal: 'the first entry has the hash of the columns that the proposal sets',
  checkpoint: 'the log up to a checkpoint has the root that the checkpoint signed',
  checkpoint_actions: 'the actions from before proposals were logged are those that the checkpoint counted',
  checkpoint_signature: 'a checkpoint has a valid signature',
  checkpoint_sequence: 'a checkpoint names the hash of the checkpoint before it',
  manifest: 'the manifest has a valid signature',
  root: 'the entries have the root, and the files the counts, that the manifest states',
  file: 'a file has the size and the hash that the manifest states',
  format: 'a line of a file is a record in the documented format',
} as const satisfies Record<string, string>;
export type Check = keyof typeof CHECKS;

export interface Finding {
  /** Null if the finding is not about one action. */
  action_id: string | null;
  /** Null if the finding is not about one entry. */
  entry_id: string | null;
  check: Check;
  /** The number of the checkpoint, for findings about one. */
  checkpoint?: number;
  /** The file of a bundle, for findings about one. */
  file?: string;
}

/** Collects findings up to a limit, and counts the others. */
export class Findings {
  readonly list: Finding[] = [];
  count = 0;

  add(check: Check, where: Partial<Omit<Finding, 'check'>> = {}): void {
    this.count += 1;
    if (this.list.length < LIMITS.auditFindings)
      this.list.push({ action_id: null, entry_id: null, check, ...where });
  }
}
