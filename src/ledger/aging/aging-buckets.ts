/** The days overdue of the invoices in each bucket, both bounds inclusive; null is unbounded. Credits are never overdue. */
export const AGING_BUCKETS = {
  current: [null, 0],
  days_1_30: [1, 30],
  days_31_60: [31, 60],
  days_61_90: [61, 90],
  days_91_plus: [91, null],
} as const satisfies Record<string, readonly [from: number | null, to: number | null]>;

export type Bucket = keyof typeof AGING_BUCKETS;
export const BUCKETS = Object.keys(AGING_BUCKETS) as Bucket[];
