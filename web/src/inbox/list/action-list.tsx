import { listActions } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { useSession } from '../../session/session.js';
import { money } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import { ACTION_KEYS } from '../actions.js';
import { TABS, type Tab } from '../tabs.js';

/** The actions of a tab. */
export function ActionList({ tab, openId }: { tab: Tab; openId: string | null }) {
  const { company } = useSession();
  const { data } = useQuery({
    queryKey: [...ACTION_KEYS.lists(company.id), tab],
    queryFn: ({ signal }) =>
      dataOf(listActions({ path: { company_id: company.id }, query: TABS[tab], signal, throwOnError: true })),
  });
  return (
    <section className="action-list" aria-label={texts.shell.tabs[tab]}>
      {data?.data.map((action) => (
        <Link key={action.id} href={`/inbox/${tab}/${action.id}`} aria-current={action.id === openId}>
          {action.customer.name} {action.recommendation_label}{' '}
          {action.invoice && money(action.invoice.balance, action.invoice.currency)}
        </Link>
      ))}
    </section>
  );
}
