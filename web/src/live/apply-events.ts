import type { QueryClient } from '@tanstack/react-query';
import { ACTION_KEYS } from '../inbox/actions.js';
import { removeRows } from '../inbox/list/fetch-list.js';
import { endsDelivery, isActionEvent, leavesList, type LiveEvent } from './events.js';

/** Removes the rows of decisions from the lists at once. */
export function removeDecided(queries: QueryClient, company: string, events: readonly LiveEvent[]): void {
  const actions = events.filter(isActionEvent);
  const idsOf = (chosen: typeof actions) => new Set(chosen.map(({ data }) => data.id));
  const left = idsOf(actions.filter(leavesList));
  // A snoozed action stays in the list of snoozed ones, with another time.
  const decided = idsOf(actions.filter((event) => leavesList(event) && event.type !== 'action.scheduled'));
  const ended = idsOf(actions.filter(endsDelivery));
  if (left.size > 0) removeRows(queries, company, left, ['needs_action', 'awaiting_customer']);
  if (decided.size > 0) removeRows(queries, company, decided, ['scheduled']);
  if (ended.size > 0) removeRows(queries, company, ended, ['in_progress']);
}

/**
 * Marks what the events concern as outdated; what is in view is asked for again, once for all of them. Single actions that no event
 * concerns stay, unless the ledger or a hold has changed.
 */
export function markOutdated(queries: QueryClient, company: string, events: readonly LiveEvent[]): void {
  const ids = new Set(events.filter(isActionEvent).map(({ data }) => data.id));
  const isWide = events.some((event) => !isActionEvent(event));
  // Whatever else shows figures of actions, when it is looked at next.
  void queries.invalidateQueries({
    queryKey: [company],
    refetchType: isWide ? 'active' : 'none',
    predicate: ({ queryKey }) => queryKey[1] !== 'actions',
  });
  void queries.invalidateQueries({
    queryKey: ACTION_KEYS.all(company),
    predicate: ({ queryKey }) => isWide || queryKey[2] !== 'one' || ids.has(String(queryKey[3])),
  });
}

/** After a pause of the stream: everything may be outdated. */
export const markAllOutdated = (queries: QueryClient, company: string): void =>
  void queries.invalidateQueries({ queryKey: [company] });
