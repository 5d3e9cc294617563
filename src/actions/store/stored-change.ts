import { sha256OrNull } from '../../hashing.js';
import type { ActionChange } from '../lifecycle/action-state.js';
import type { Action } from './action.entity.js';
import type { LockedAction } from './locked-action.js';

/** A change as it is stored, with the new log head; for a change by a client `touched`, and for an edit of the text by whom and when. */
export type StoredChange = ActionChange &
  Partial<Pick<Action, 'logHead' | 'touched' | 'editedAt' | 'editedBy'>>;

/** A locked action after a change. */
export function stateAfter(
  action: LockedAction,
  change: StoredChange,
  contentSha256: string | null,
): LockedAction {
  const { content, finalContent } = change;
  return {
    ...action,
    ...change,
    contentSha256,
    draftSha256: content === undefined ? action.draftSha256 : sha256OrNull(content),
    hasFinalContent: action.hasFinalContent || finalContent !== undefined,
  };
}
