import { getAction } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../api/client.js';
import { ACTION_KEYS } from '../inbox/actions.js';
import type { Tab } from '../inbox/tabs.js';
import { useSession } from '../session/session.js';

/** The one action: what is proposed, what is odd about it, what goes out, why, and the decision. */
export function ActionPane({ id }: { id: string; tab: Tab }) {
  const { company } = useSession();
  const { data: action } = useQuery({
    queryKey: ACTION_KEYS.one(company.id, id),
    queryFn: ({ signal }) =>
      dataOf(getAction({ path: { company_id: company.id, action_id: id }, signal, throwOnError: true })),
  });
  return <main>{action && <h1>{action.description}</h1>}</main>;
}
