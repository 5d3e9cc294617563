import type { CustomerSummaryResponse as Summary } from '@daybook/client';
import { Failure } from '../controls/failure.js';
import { Section } from '../controls/page.js';
import { Waiting } from '../controls/waiting.js';
import { day, money, time } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { AgingBar } from '../controls/aging-bar.js';
import { useCustomerSummary } from './one-customer.js';

const words = texts.customers.glance;

/** What the customer owes by currency, how it pays, and when it was last contacted. */
export function CustomerSummary({ id }: { id: string }) {
  const { data, error, refetch } = useCustomerSummary(id);
  return (
    <Section title={words.title}>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && <Facts summary={data} />}
    </Section>
  );
}

function Facts({ summary }: { summary: Summary }) {
  const { currencies, last_contact } = summary;
  return (
    <>
      {currencies.length === 0 && <p className="muted">{words.nothing}</p>}
      {currencies.map(({ currency, open, overdue, credits, buckets, promise }) => (
        <div className="customer-currency" key={currency}>
          <dl className="facts">
            <dt>{words.open}</dt>
            <dd className="figures">{money(open, currency)}</dd>
            <dt>{words.overdue}</dt>
            <dd className="figures">{money(overdue, currency)}</dd>
            {/[1-9]/.test(credits) && (
              <>
                <dt>{words.credits}</dt>
                <dd className="figures">{money(credits, currency)}</dd>
              </>
            )}
            {promise && (
              <>
                <dt>{words.promise}</dt>
                <dd>{words.promised(money(promise.amount, currency), day(promise.on))}</dd>
              </>
            )}
          </dl>
          <AgingBar currency={currency} buckets={buckets} />
        </div>
      ))}
      <dl className="facts">
        <dt>{words.habit}</dt>
        <dd>{habit(summary)}</dd>
        <dt>{words.lastContact}</dt>
        <dd>
          {last_contact ? `${time(last_contact.at)}: ${last_contact.description}` : texts.controls.none}
        </dd>
      </dl>
    </>
  );
}

function habit({ average_days_late: days, paid_invoices }: Summary): string {
  if (days === null) return words.noHistory;
  if (days > 0) return words.late(days, paid_invoices);
  return days < 0 ? words.early(-days) : words.onTime;
}
