import type { CustomerCurrencyResponse, CustomerSummaryResponse } from '@daybook/client';
import { Fragment } from 'react';
import { Link } from 'wouter';
import { AgingBar } from '../../controls/aging-bar.js';
import { day, money, relativeTime, time } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import { useCustomer, useCustomerSummary } from '../../customers/one-customer.js';
import type { Action } from '../action.js';

const { customer: t } = texts.action;
const words = texts.customers.glance;

/** The customer at a glance: what is owed, by age, and how the customer pays. What the API does not know is left out. */
export function CustomerGlance({ action }: { action: Action }) {
  const { id, name } = action.customer;
  const { data: customer } = useCustomer(id);
  const { data: summary } = useCustomerSummary(id);
  return (
    <section className="panel panel-padded" aria-label={name}>
      <h2>
        <Link href={`/customers/${id}`} title={t.details}>
          {name}
        </Link>
      </h2>
      {customer?.hold && (
        <p className="beside-hold">
          <b>{t.hold(customer.hold.until && time(customer.hold.until))}</b>: {customer.hold.reason}
        </p>
      )}
      {summary?.currencies.map((balances) => (
        <Balances key={balances.currency} balances={balances} />
      ))}
      <dl className="glance-facts figures">
        {summary && <Habits summary={summary} />}
        {customer?.phone && (
          <>
            <dt>{t.phone}</dt>
            <dd>{customer.phone}</dd>
          </>
        )}
      </dl>
    </section>
  );
}

function Balances({ balances }: { balances: CustomerCurrencyResponse }) {
  const { currency, open, overdue, credits, buckets, promise } = balances;
  const hasCredits = /[1-9]/.test(credits);
  return (
    <Fragment>
      <dl className="glance-facts figures">
        <dt>{words.open}</dt>
        <dd>{money(open, currency)}</dd>
        <dt>{words.overdue}</dt>
        <dd>{money(overdue, currency)}</dd>
        {hasCredits && (
          <>
            <dt>{words.credits}</dt>
            <dd>{money(credits, currency)}</dd>
          </>
        )}
        {promise && (
          <>
            <dt>{words.promise}</dt>
            <dd>
              {money(promise.amount, currency)}, {day(promise.on)}
            </dd>
          </>
        )}
      </dl>
      <AgingBar currency={currency} buckets={buckets} />
    </Fragment>
  );
}

function Habits({
  summary: { average_days_late, last_contact, currencies },
}: {
  summary: CustomerSummaryResponse;
}) {
  return (
    <>
      <dt>{words.habit}</dt>
      <dd>{habitText(average_days_late)}</dd>
      <dt>{words.lastContact}</dt>
      <dd>
        {last_contact ? (
          <span title={`${last_contact.description}, ${time(last_contact.at)}`}>
            {relativeTime(last_contact.at)},{' '}
            <span className="glance-word">{texts.inbox.types[last_contact.action_type].toLowerCase()}</span>
          </span>
        ) : (
          t.never
        )}
      </dd>
      {currencies.every(({ promise }) => promise === null) && (
        <>
          <dt>{words.promise}</dt>
          <dd>{t.none}</dd>
        </>
      )}
    </>
  );
}

function habitText(days: number | null): string {
  if (days === null) return t.unknown;
  const whole = Math.round(days);
  if (whole === 0) return t.onTime;
  return whole > 0 ? t.late(whole) : t.early(-whole);
}
