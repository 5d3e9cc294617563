import { Fragment } from 'react';
import { Link } from 'wouter';
import { day, money, relativeTime, time } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import { useCustomer, useCustomerSummary } from '../action-data.js';
import type { Action, CurrencySummary, CustomerSummary } from '../api-additions.js';
import { Aging } from './aging.js';

const { customer: t, types } = texts.action;

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
      <dl className="facts figures">
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

function Balances({ balances }: { balances: CurrencySummary }) {
  const { currency, open, overdue, credits, buckets } = balances;
  const hasCredits = /[1-9]/.test(credits);
  return (
    <Fragment>
      <dl className="facts figures">
        <dt>{t.open}</dt>
        <dd>{money(open, currency)}</dd>
        <dt>{t.overdue}</dt>
        <dd>{money(overdue, currency)}</dd>
        {hasCredits && (
          <>
            <dt>{t.credits}</dt>
            <dd>{money(credits, currency)}</dd>
          </>
        )}
      </dl>
      <Aging currency={currency} buckets={buckets} />
    </Fragment>
  );
}

function Habits({ summary: { average_days_late, last_contact, promise } }: { summary: CustomerSummary }) {
  return (
    <>
      <dt>{t.habit}</dt>
      <dd>{habitText(average_days_late)}</dd>
      <dt>{t.lastContact}</dt>
      <dd>
        {last_contact ? (
          <span title={`${last_contact.description}, ${time(last_contact.at)}`}>
            {relativeTime(last_contact.at)}, {types[last_contact.action_type].toLowerCase()}
          </span>
        ) : (
          t.never
        )}
      </dd>
      <dt>{t.promise}</dt>
      <dd>{promise ? day(promise.promised_on) : t.none}</dd>
    </>
  );
}

function habitText(days: number | null): string {
  if (days === null) return t.unknown;
  const whole = Math.round(days);
  if (whole === 0) return t.onTime;
  return whole > 0 ? t.late(whole) : t.early(-whole);
}
