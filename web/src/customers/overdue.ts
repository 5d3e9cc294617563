import type { AgingBalances } from '@daybook/client';

const OVERDUE = ['days_1_30', 'days_31_60', 'days_61_90', 'days_91_plus'] as const;

/** The overdue balance, as a decimal string with as many decimals as the buckets have. Exact: computed in minor units. */
export function overdueOf(balance: Pick<AgingBalances, (typeof OVERDUE)[number]>): string {
  const decimals = balance.days_1_30.split('.')[1]?.length ?? 0;
  const sum = OVERDUE.reduce((total, bucket) => total + BigInt(balance[bucket].replace('.', '')), 0n);
  if (decimals === 0) return String(sum);
  const digits = String(sum < 0n ? -sum : sum).padStart(decimals + 1, '0');
  return `${sum < 0n ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
