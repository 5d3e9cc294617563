import { Link } from 'wouter';
import { Failure } from '../controls/failure.js';
import { Section } from '../controls/page.js';
import { Waiting } from '../controls/waiting.js';
import { tabOf } from '../inbox/tab-of.js';
import { money, time } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { useOpenActions } from './queries.js';

const words = texts.customers.actions;

/** What is open for the customer, each leading to its place in the inbox. */
export function CustomerActions({ id }: { id: string }) {
  const { data, error, refetch } = useOpenActions(id);
  // Alternatives wait behind the recommended action, from which they can be chosen.
  const actions = data?.data.filter(
    ({ is_recommended, status }) => is_recommended || status === 'processing',
  );
  return (
    <Section
      title={words.title}
      beside={<Link href={`/inbox/history?customer_id=${id}`}>{words.history}</Link>}
    >
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {actions?.length === 0 && <p className="muted">{words.none}</p>}
      <ul className="customer-list">
        {actions?.map((action) => (
          <li key={action.id}>
            <Link href={`/inbox/${tabOf(action)}/${action.id}`}>{action.recommendation_label}</Link>{' '}
            <span className="muted">
              {action.invoice &&
                `${action.invoice.invoice_number} · ${money(action.invoice.balance, action.invoice.currency)} · `}
              {tabOf(action) === 'scheduled'
                ? words.scheduled(time(action.scheduled_for))
                : texts.shell.tabs[tabOf(action)].toLowerCase()}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
