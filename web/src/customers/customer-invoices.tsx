import type { InvoiceResponse } from '@daybook/client';
import { useState } from 'react';
import { Failure } from '../controls/failure.js';
import { Section } from '../controls/page.js';
import { Pager } from '../controls/pager.js';
import { Waiting } from '../controls/waiting.js';
import { TableFrame } from '../controls/table-frame.js';
import { daysOverdue } from '../texts/days-overdue.js';
import { day, money } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { INVOICES_PAGE, useInvoices } from './queries.js';

const words = texts.customers.invoices;

/** The invoices of the customer: the open ones at first. */
export function CustomerInvoices({ id }: { id: string }) {
  const [status, setStatus] = useState('open');
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useInvoices(id, { page, ...(status && { status }) });
  return (
    <Section
      title={words.title}
      beside={
        <label className="row">
          {words.only}
          <select
            className="input customer-select"
            value={status}
            onChange={(event) => {
              setStatus(event.target.value);
              setPage(1);
            }}
          >
            <option value="open">{words.statuses.open}</option>
            <option value="paid">{words.statuses.paid}</option>
            <option value="void">{words.statuses.void}</option>
            <option value="">{words.all}</option>
          </select>
        </label>
      }
    >
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data?.data.length === 0 && <p className="muted">{words.none}</p>}
      {data && data.data.length > 0 && (
        <TableFrame label={words.title}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{words.number}</th>
                <th scope="col">{words.due}</th>
                <th scope="col">{words.status}</th>
                <th scope="col" className="amount">
                  {words.amount}
                </th>
                <th scope="col" className="amount">
                  {words.balance}
                </th>
              </tr>
            </thead>
            <tbody>
              {data.data.map((invoice) => (
                <Row key={invoice.id} invoice={invoice} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {data && <Pager page={page} pageSize={INVOICES_PAGE} count={data.count} onPage={setPage} />}
    </Section>
  );
}

function Row({ invoice }: { invoice: InvoiceResponse }) {
  const { invoice_number, due_date, amount, balance, currency } = invoice;
  return (
    <tr>
      <th scope="row">{invoice_number}</th>
      <td className="customer-day">{day(due_date)}</td>
      <td>{stateOf(invoice)}</td>
      <td className="amount">{money(amount, currency)}</td>
      <td className="amount">{money(balance, currency)}</td>
    </tr>
  );
}

function stateOf({ kind, status, due_date, disputed, promised_on, hold }: InvoiceResponse): string {
  const overdue = daysOverdue(due_date);
  const isOverdue = status === 'open' && kind === 'invoice' && overdue > 0;
  return [
    kind === 'credit_note' && words.creditNote,
    isOverdue ? words.overdue(overdue) : words.statuses[status],
    disputed && words.disputed,
    promised_on && words.promised(day(promised_on)),
    hold && texts.customers.onHold.toLowerCase(),
  ]
    .filter(Boolean)
    .join(', ');
}
