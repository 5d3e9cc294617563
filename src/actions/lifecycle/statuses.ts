export const ACTION_TYPES = ['email', 'call', 'task'] as const;
export type ActionType = (typeof ACTION_TYPES)[number];

export const STATUSES = ['proposed', 'scheduled', 'processing', 'completed', 'cancelled'] as const;
export type Status = (typeof STATUSES)[number];

/** The statuses in which an action waits for a decision. */
export const UNDECIDED = ['proposed', 'scheduled'] as const;

/** The statuses before an action ends: it waits for a decision, or is approved and not yet sent or done. */
export const UNFINISHED = [...UNDECIDED, 'processing'] as const;

/** The status of an undecided action: `scheduled` before its scheduled time, `proposed` from then on. */
export const statusForSchedule = (scheduledFor: Date, now: Date): 'proposed' | 'scheduled' =>
  scheduledFor > now ? 'scheduled' : 'proposed';
