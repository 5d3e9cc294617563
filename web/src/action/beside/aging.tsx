import { money } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import type { CurrencySummary } from '../api-additions.js';
import './aging.css';

const isZero = (amount: string): boolean => !/[1-9]/.test(amount);

/** The open balance by age as a bar, with the same as text below. Floats only make the widths. */
export function Aging({ currency, buckets }: Pick<CurrencySummary, 'currency' | 'buckets'>) {
  const { customer } = texts.action;
  const filled = (Object.keys(customer.buckets) as (keyof typeof buckets)[]).filter(
    (name) => !isZero(buckets[name]),
  );
  if (filled.length === 0) return null;
  return (
    <div className="glance-aging">
      <div className="glance-aging-bar" aria-hidden="true">
        {filled.map((name) => (
          <i key={name} data-bucket={name} style={{ flexGrow: Math.max(0, Number(buckets[name])) }} />
        ))}
      </div>
      <ul className="figures" aria-label={customer.aging}>
        {filled.map((name) => (
          <li key={name}>
            <i data-bucket={name} aria-hidden="true" />
            <span>{customer.buckets[name]}</span> <span>{money(buckets[name], currency)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
