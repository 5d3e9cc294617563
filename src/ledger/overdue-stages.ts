/**
 * The days overdue at which each stage of an unpaid invoice begins, inclusive; negative days are before the due date. The dunning
 * policy recommends by these stages, and an invoice that falls back into an earlier one has lost the reason for its actions.
 */
export const STAGE_STARTS = {
  not_due: -Infinity,
  due_soon: -3,
  overdue_1_to_7_days: 1,
  overdue_8_to_21_days: 8,
  overdue_22_to_45_days: 22,
  overdue_46_to_90_days: 46,
  overdue_over_90_days: 91,
} as const satisfies Record<string, number>;

export type OverdueStage = keyof typeof STAGE_STARTS;
export const OVERDUE_STAGES = Object.keys(STAGE_STARTS) as OverdueStage[];

/** The stage of an invoice that is overdue by a number of days. */
export const stageAfter = (daysOverdue: number): OverdueStage =>
  OVERDUE_STAGES.findLast((stage) => STAGE_STARTS[stage] <= daysOverdue)!;
