import type { ActionResponse } from '@daybook/client';
import type { Tab } from './tabs.js';

/** The tab that lists an action; an alternative that is not recommended is decided where the recommended one is. */
export function tabOf({ status, action_required }: Pick<ActionResponse, 'status' | 'action_required'>): Tab {
  if (status === 'scheduled') return 'scheduled';
  if (status === 'processing') return 'in_progress';
  if (status !== 'proposed') return 'history';
  return action_required ? 'needs_action' : 'awaiting_customer';
}
