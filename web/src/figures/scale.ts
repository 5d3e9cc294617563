/** Steps that people count in, within a power of ten. */
const STEPS = [1, 2, 5, 10];

/** The least round number (1, 2 or 5 times a power of ten) that is not below the highest count; 1 without counts. */
export function roundTop(counts: readonly number[]): number {
  const highest = Math.max(1, ...counts);
  const power = 10 ** Math.floor(Math.log10(highest));
  return STEPS.find((step) => step * power >= highest)! * power;
}

/**
 * The shares of a whole in whole percent, which add up to 100: the largest remainders are rounded up. All zero for nothing.
 */
export function percentages(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return counts.map(() => 0);
  const exact = counts.map((count) => (count / total) * 100);
  const shares = exact.map(Math.floor);
  const missing = 100 - shares.reduce((sum, share) => sum + share, 0);
  exact
    .map((value, index) => ({ index, remainder: value - Math.floor(value) }))
    .toSorted((a, b) => b.remainder - a.remainder)
    .slice(0, missing)
    .forEach(({ index }) => (shares[index]! += 1));
  return shares;
}

/** A number of seconds in the largest unit of which it has at least two, or seconds. */
export function inUnits(seconds: number): { count: number; unit: 'seconds' | 'minutes' | 'hours' | 'days' } {
  if (seconds >= 2 * 86_400) return { count: Math.round(seconds / 86_400), unit: 'days' };
  if (seconds >= 2 * 3_600) return { count: Math.round(seconds / 3_600), unit: 'hours' };
  if (seconds >= 2 * 60) return { count: Math.round(seconds / 60), unit: 'minutes' };
  return { count: Math.round(seconds), unit: 'seconds' };
}

/** The range of the last days up to and with `today`. Days are YYYY-MM-DD. */
export function lastDays(count: number, today: string): { from: string; to: string } {
  const first = new Date(`${today}T00:00:00Z`);
  first.setUTCDate(first.getUTCDate() - count + 1);
  return { from: first.toISOString().slice(0, 10), to: today };
}
