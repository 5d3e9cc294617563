import { isDeepStrictEqual } from 'node:util';
import type { ActionChange, ActionColumns } from './action-state.js';
import { DRAFT_NAMES, toJson } from './edits.js';

/**
 * The columns that transitions change, by their names in the API; null if the API does not show a column, or shows it within the
 * metadata, to which an approval only adds.
 */
const API_NAMES = {
  ...DRAFT_NAMES,
  status: 'status',
  version: 'version',
  isRecommended: 'is_recommended',
  channelId: 'channel_id',
  externalId: 'external_id',
  responseDeadline: 'response_deadline',
  executedAt: 'executed_at',
  deletedAt: 'deleted_at',
  updatedAt: 'updated_at',
  finalContent: null,
  finalSubject: null,
  approvedSha256: null,
  draftedBalance: null,
  draftedCurrency: null,
  draftedDueOn: null,
  draftedCustomerName: null,
} as const satisfies Record<keyof ActionColumns, string | null>;

/** Fields of an action by their names in the API, as JSON. */
export type PreviousFields = Record<string, unknown>;

/** The earlier values of the fields that a change of an action changed. */
export function previousOf(before: ActionChange, change: ActionChange): PreviousFields {
  const previous: PreviousFields = {};
  for (const property of Object.keys(change) as (keyof ActionColumns)[]) {
    // A stored change has bookkeeping columns too, which are not in the table.
    const name = API_NAMES[property];
    const from = toJson(before[property]);
    if (!name || isDeepStrictEqual(from, toJson(change[property]))) continue;
    previous[name] = name === 'to' || name === 'cc' ? (from ?? []) : from;
    // In the shape of the response, without the name, which is not stored in the action.
    if (name === 'assigned_to') previous[name] = from && { id: from };
    if (name === 'deleted_at') previous.is_deleted = from !== null;
  }
  return previous;
}
