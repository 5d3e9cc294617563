/** Sizes of which the measured views want a company, where the whole is large enough to have one. */
const WANTED = [400_000, 100_000, 10_000, 1_000];
/** A wanted size takes at most this share of what the largest company leaves. */
const SHARE = 0.25;
/** The exponent of the tail: the company of rank r has about r^-0.8 of the actions of the first. */
const TAIL = -0.8;

/**
 * The numbers of actions of the companies, largest first: one with the given share, one of each wanted size that is smaller, and a
 * long tail of the others.
 */
export function companySizes(actions: number, companies: number, largestShare: number): number[] {
  const largest = Math.round(actions * largestShare);
  const wanted = WANTED.filter((size) => size < largest * 0.8 && size < (actions - largest) * SHARE);
  const rest = actions - largest - wanted.reduce((sum, size) => sum + size, 0);
  const weights = Array.from({ length: companies - 1 - wanted.length }, (_, rank) => (rank + 1) ** TAIL);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const tail = weights.map((weight) => Math.max(1, Math.floor((rest * weight) / whole)));
  return [largest, ...wanted, ...tail].toSorted((a, b) => b - a);
}
