import { Link, useParams } from 'wouter';
import { Failure } from '../controls/failure.js';
import { Page } from '../controls/page.js';
import { Waiting } from '../controls/waiting.js';
import { texts } from '../texts/texts.js';
import { CustomerActions } from './customer-actions.js';
import { CustomerContacts } from './customer-contacts.js';
import { CustomerHold } from './customer-hold.js';
import { CustomerInvoices } from './customer-invoices.js';
import { CustomerSummary } from './customer-summary.js';
import { useCustomer } from './one-customer.js';
import './customers.css';

const words = texts.customers;

/** One customer: what it owes, what is going on with it, and whether collection runs. */
export default function CustomerPage() {
  const { id = '' } = useParams();
  const { data: customer, error, refetch } = useCustomer(id);
  return (
    <Page title={customer?.name ?? words.title} beside={<Link href="/customers">{words.back}</Link>}>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!customer && !error && <Waiting />}
      {customer && (
        <div className="customer-panes">
          <div className="customer-column">
            <CustomerSummary id={id} />
            <CustomerActions id={id} />
            <CustomerInvoices id={id} />
          </div>
          <div className="customer-column">
            <CustomerHold customer={customer} />
            <CustomerContacts customer={customer} />
          </div>
        </div>
      )}
    </Page>
  );
}
