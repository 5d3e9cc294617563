import { type CompanyLogEntry, listApprovalLog } from '@daybook/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf } from '../api/client.js';
import { Failure } from '../controls/failure.js';
import { Page } from '../controls/page.js';
import { Pager } from '../controls/pager.js';
import { useQueryString } from '../controls/query-string.js';
import { TableFrame } from '../controls/table-frame.js';
import { Waiting } from '../controls/waiting.js';
import { useSession } from '../session/session.js';
import { day, number, time } from '../texts/format.js';
import { texts } from '../texts/texts.js';
import { COUNTED, isCounted } from './lists.js';

const words = texts.figures.list;
const PAGE = 50;

/** The entries of the approval log that a figure counts. Each leads to its action. */
export default function FigureListPage() {
  const [get, set] = useQueryString();
  const of = get('of');
  const counted = isCounted(of) ? of : 'decided';
  const [from, to] = [get('from'), get('to')];
  const page = Math.max(1, Number(get('page')) || 1);
  const { data, error, refetch } = useEntries({
    ...COUNTED[counted],
    ...(from && { created_after: from }),
    ...(to && { created_before: to }),
    ...(get('time_zone') && { time_zone: get('time_zone') }),
    ...(get('recommendation') && { recommendation: get('recommendation') }),
    page: String(page),
    page_size: String(PAGE),
  });
  return (
    <Page title={words.titles[counted]} beside={<Link href="/figures">{words.back}</Link>}>
      <p className="muted">
        {from && to && (from === to ? day(from) : words.range(day(from), day(to)))}
        {data && ` · ${number(data.count)}`}
      </p>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data?.data.length === 0 && <p>{words.none}</p>}
      {data && data.data.length > 0 && <Entries entries={data.data} />}
      {data && (
        <Pager
          page={page}
          pageSize={PAGE}
          count={data.count}
          onPage={(next) => set({ page: next === 1 ? '' : String(next) })}
        />
      )}
    </Page>
  );
}

function useEntries(query: Record<string, string>) {
  const { company } = useSession();
  return useQuery({
    queryKey: [company.id, 'actions', 'log', query],
    queryFn: ({ signal }) =>
      dataOf(
        listApprovalLog({
          path: { company_id: company.id },
          query,
          signal,
          throwOnError: true,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

function Entries({ entries }: { entries: CompanyLogEntry[] }) {
  return (
    <TableFrame label={words.entries}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{words.when}</th>
            <th scope="col">{words.who}</th>
            <th scope="col">{words.what}</th>
            <th scope="col">{words.action}</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td>{time(entry.created_at)}</td>
              <td>{entry.approved_by_name ?? entry.actor}</td>
              <td>{words.commands[entry.command as keyof typeof words.commands] ?? entry.command}</td>
              <td>
                <Link href={`/inbox/history/${entry.action_id}`}>
                  {[entry.customer_name, entry.invoice_number].filter(Boolean).join(' · ')}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
