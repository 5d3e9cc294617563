/** The range of figures: days (YYYY-MM-DD) that begin in a time zone. */
export interface Range {
  from: string;
  to: string;
  time_zone: string;
}

const UNFINISHED = 'proposed,scheduled,processing';
const UNDECIDED = 'proposed,scheduled';
const DECISIONS = { from_status: UNDECIDED, by_system: 'false' };
const ACCEPTING = 'approve,send,complete';

/** The entries of the approval log that each figure counts. */
export const COUNTED = {
  approved: { command: 'approve', from_status: UNFINISHED },
  rejected: { command: 'reject', from_status: UNFINISHED },
  decided: { command: `${ACCEPTING},reject,cancel`, ...DECISIONS },
  unedited: { command: ACCEPTING, ...DECISIONS, edited: 'false' },
  edited: { command: ACCEPTING, ...DECISIONS, edited: 'true' },
  declined: { command: 'reject,cancel', ...DECISIONS },
  proposed: { command: 'propose' },
  sent: { command: 'deliver,complete', from_status: 'processing' },
  deferred: { command: 'defer' },
} as const satisfies Record<string, Record<string, string>>;

export type Counted = keyof typeof COUNTED;
export const isCounted = (text: string): text is Counted => text in COUNTED;

/** The address of the list that a figure counts. @param recommendation a code; absent for all */
export function listOf(counted: Counted, { from, to, time_zone }: Range, recommendation?: string): string {
  const query = new URLSearchParams({ of: counted, from, to, time_zone });
  if (recommendation !== undefined) query.set('recommendation', recommendation);
  return `/figures/list?${query.toString()}`;
}
