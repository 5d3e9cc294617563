import type { Action } from '../../action.js';

/** The decisions that are seldom taken. */
export type MoreItem = 'complete' | 'send' | 'cancel' | 'delete';

/** What a person may do with an action now: the buttons of the bar, in their order, and the items of the menu. */
export interface Choices {
  primary: 'approve' | 'complete' | 'retry' | 'restore' | null;
  mayEdit: boolean;
  mayReject: boolean;
  more: MoreItem[];
}

/**
 * Derives the choices from what the API allows.
 * @param isTyping then only what goes with the typed text is offered
 */
export function choicesOf(action: Action, isTyping: boolean): Choices {
  const { allowed_actions, status, is_deleted, action_type, delivery } = action;
  const allows = (name: Action['allowed_actions'][number]) => allowed_actions.includes(name);
  const isUndecided = !is_deleted && (status === 'proposed' || status === 'scheduled');
  const mayEdit = isUndecided && allows('approve');
  const mayRetry =
    status === 'processing' &&
    delivery?.way === 'built_in' &&
    (delivery.status === 'failed' || delivery.status === 'unknown');
  const isDoneByPeople = action_type !== 'email' && status === 'processing';
  const primary = is_deleted
    ? status === 'proposed'
      ? 'restore'
      : null
    : allows('approve')
      ? 'approve'
      : mayRetry
        ? 'retry'
        : isDoneByPeople && allows('complete')
          ? 'complete'
          : null;
  const more: MoreItem[] = [];
  if (!isTyping) {
    if (allows('complete') && primary !== 'complete') more.push('complete');
    if (allows('send') && action_type === 'email') more.push('send');
    if (allows('cancel')) more.push('cancel');
    if (status === 'proposed' && !is_deleted && mayEdit) more.push('delete');
  } else if (allows('send') && action_type === 'email') more.push('send');
  return { primary, mayEdit, mayReject: allows('reject') && isUndecided, more };
}
