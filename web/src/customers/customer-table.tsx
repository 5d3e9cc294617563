import type { AgingBalances, CustomerResponse } from '@daybook/client';
import { Link } from 'wouter';
import { Chip } from '../controls/chip.js';
import { money } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { holdText } from './hold-text.js';
import { overdueOf } from './overdue.js';
import '../controls/table.css';
import './customers.css';

const { columns, nothingOpen } = texts.customers;

/** @param balances by customer; null or absent leaves the amounts out */
export function CustomerTable({
  customers,
  balances,
}: {
  customers: CustomerResponse[];
  balances?: ReadonlyMap<string, AgingBalances[]> | null;
}) {
  return (
    <table className="table customers-table">
      <thead>
        <tr>
          <th scope="col">{columns.name}</th>
          {balances && (
            <>
              <th scope="col" className="amount">
                {columns.open}
              </th>
              <th scope="col" className="amount">
                {columns.overdue}
              </th>
            </>
          )}
          <th scope="col">{columns.hold}</th>
        </tr>
      </thead>
      <tbody>
        {customers.map((customer) => (
          <tr key={customer.id}>
            <th scope="row">
              <Link href={`/customers/${customer.id}`}>{customer.name}</Link>
              <div className="muted">{customer.external_id}</div>
            </th>
            {balances && <Amounts balances={balances.get(customer.id) ?? []} />}
            <td>{customer.hold && <Chip kind="warn">{holdText(customer.hold)}</Chip>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Amounts({ balances }: { balances: AgingBalances[] }) {
  if (balances.length === 0)
    return (
      <td className="amount muted" colSpan={2}>
        {nothingOpen}
      </td>
    );
  return (
    <>
      <td className="amount" data-label={columns.open}>
        {balances.map(({ currency, total }) => (
          <div key={currency}>{money(total, currency)}</div>
        ))}
      </td>
      <td className="amount" data-label={columns.overdue}>
        {balances.map((balance) => (
          <div key={balance.currency}>{money(overdueOf(balance), balance.currency)}</div>
        ))}
      </td>
    </>
  );
}
