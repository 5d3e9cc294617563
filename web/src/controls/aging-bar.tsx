import type { AgingBuckets } from '@daybook/client';
import { money } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import './aging-bar.css';

export const BUCKETS = ['current', 'days_1_30', 'days_31_60', 'days_61_90', 'days_91_plus'] as const;

const isZero = (amount: string): boolean => !/[1-9]/.test(amount);

/**
 * The open balance of one currency by days overdue: a bar, and the same as text below it. A bucket below zero (more credit than
 * debt) has no width; nothing is shown if all are zero. Floats serve the widths alone.
 * @param buckets decimal strings
 */
export function AgingBar({ currency, buckets }: { currency: string; buckets: AgingBuckets }) {
  const filled = BUCKETS.filter((bucket) => !isZero(buckets[bucket]));
  if (filled.length === 0) return null;
  return (
    <div className="aging">
      <div className="aging-bar" aria-hidden="true">
        {filled.map((bucket) => (
          <span
            key={bucket}
            className={`aging-${bucket}`}
            style={{ flexGrow: Math.max(0, Number(buckets[bucket])) }}
          />
        ))}
      </div>
      <ul className="aging-legend" aria-label={texts.controls.aging(currency)}>
        {filled.map((bucket) => (
          <li key={bucket}>
            <span className={`aging-swatch aging-${bucket}`} aria-hidden="true" />
            {texts.controls.buckets[bucket]}{' '}
            <span className="figures">{money(buckets[bucket], currency)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
