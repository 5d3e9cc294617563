/** The most points for the amount at stake, and for the time overdue; together 100. */
const STAKE_POINTS = 60;
const TIME_POINTS = 40;
/** The full weeks overdue that give half of the points for time. */
const HALF_TIME_WEEKS = 6;
/** Beyond 64 times the average, and below a 64th of it, the amount makes no further difference. */
const MOST_DOUBLINGS = 6;

/**
 * The urgency of an overdue invoice, an integer from 0 to 100: it grows with the amount at stake and with the time.
 *
 *     stake   = r / (1 + r)   with r = balance / average balance of the company's open invoices in this currency,
 *                             rounded to a power of two between 1/64 and 64
 *     time    = w / (w + 6)   with w = full weeks overdue, counted from the first day overdue
 *     urgency = round(60 · stake + 40 · time)
 *
 * Rounding keeps the urgency, and with it the recommendation, the same from one nightly run to the next.
 * @param balance and `average` as decimal strings
 */
export function urgencyScore(balance: string, average: string, daysOverdue: number): number {
  const doublings = Math.round(Math.log2(Number(balance) / Number(average)));
  const ratio = 2 ** Math.min(MOST_DOUBLINGS, Math.max(-MOST_DOUBLINGS, doublings));
  const weeks = Math.max(0, Math.floor((daysOverdue - 1) / 7));
  const stake = ratio / (1 + ratio);
  const time = weeks / (weeks + HALF_TIME_WEEKS);
  return Math.round(STAKE_POINTS * stake + TIME_POINTS * time);
}
