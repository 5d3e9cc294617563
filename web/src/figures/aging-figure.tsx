import { getAging } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf } from '../api/client.js';
import { Failure } from '../controls/failure.js';
import { Section } from '../controls/page.js';
import { Waiting } from '../controls/waiting.js';
import { AgingBar, BUCKETS } from '../controls/aging-bar.js';
import { LEDGER_KEYS } from '../customers/queries.js';
import { useSession } from '../session/session.js';
import { day, money } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { AsTable } from './as-table.js';

const words = texts.figures.aging;

/** A bar for each currency. Currencies are never added up: the ledger has no exchange rates. */
export function AgingFigure() {
  const { company } = useSession();
  const { data, error, refetch } = useQuery({
    queryKey: [...LEDGER_KEYS.aging(company.id), 'totals'],
    queryFn: ({ signal }) =>
      dataOf(
        getAging({ path: { company_id: company.id }, query: { page_size: 1 }, signal, throwOnError: true }),
      ),
  });
  return (
    <Section
      title={words.title}
      beside={
        <span className="row">
          <Link href="/inbox/needs_action?sort=amount">{words.overdue}</Link>
          <Link href="/customers">{words.customers}</Link>
        </span>
      }
    >
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data?.totals.length === 0 && <p className="muted">{words.none}</p>}
      {data?.totals.map((balances) => (
        <div className="figures-currency" key={balances.currency}>
          <h3 className="figures">
            {words.total_of(balances.currency, money(balances.total, balances.currency))}
          </h3>
          <AgingBar currency={balances.currency} buckets={balances} />
        </div>
      ))}
      {data && data.totals.length > 0 && (
        <AsTable
          caption={`${words.title}, ${words.asOf(day(data.as_of))}`}
          head={[words.currency, ...BUCKETS.map((bucket) => texts.controls.buckets[bucket]), words.total]}
          rows={data.totals.map((balances) => ({
            key: balances.currency,
            name: balances.currency,
            cells: [...BUCKETS, 'total' as const].map((bucket) => money(balances[bucket], balances.currency)),
          }))}
        />
      )}
    </Section>
  );
}
