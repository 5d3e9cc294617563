import { retryAction } from '@daybook/client';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link } from 'wouter';
import { dataOf } from '../../api/client.js';
import { errorText } from '../../api/error-text.js';
import { Button } from '../../controls/button.js';
import { useMay, useSession } from '../../session/session.js';
import { texts } from '../../texts/texts.js';
import { suppressionOptions } from '../../action/suppressed/suppressions.js';
import { ACTION_KEYS } from '../actions.js';
import { listHref } from '../filters/use-list-state.js';
import type { Tab } from '../tabs.js';
import { ActionRow } from './action-row.js';
import { type ListedAction, pageOptions } from './fetch-list.js';
import './undelivered.css';

const NONE: ListedAction[] = [];

/** The approved e-mails that were not delivered, or perhaps not: at most the first page of them. Only in the tab that shows them. */
export function useUndelivered(tab: Tab, query: string): { actions: ListedAction[]; ids: string[] } {
  const { company } = useSession();
  const params = new URLSearchParams(query);
  const isShown = tab === 'in_progress' && !params.has('delivery_status');
  params.set('delivery_status', 'failed,unknown');
  const { data } = useQuery({
    ...pageOptions(company.id, 'in_progress', params.toString(), 1),
    enabled: isShown,
    placeholderData: keepPreviousData,
  });
  const actions = (isShown && data?.data) || NONE;
  return { actions, ids: useMemo(() => actions.map(({ id }) => id), [actions]) };
}

interface Props {
  actions: ListedAction[];
  openId: string | null;
  query: string;
}

/** What needs a person before anything else: deliveries that have failed, or may have. */
export function Undelivered({ actions, openId, query }: Props) {
  if (actions.length === 0) return null;
  return (
    <section className="undelivered" aria-labelledby="undelivered-title">
      <h2 id="undelivered-title">{texts.inbox.undelivered.title(actions.length)}</h2>
      <ul>
        {actions.map((action) => (
          <li key={action.id} data-open={action.id === openId || undefined}>
            <Link
              href={listHref('in_progress', action.id, query)}
              aria-current={action.id === openId || undefined}
            >
              <ActionRow action={action} tab="in_progress" />
            </Link>
            <Retry action={action} />
          </li>
        ))}
      </ul>
      <h2>{texts.inbox.undelivered.rest}</h2>
    </section>
  );
}

/** Asks for another attempt, and says why the last one has failed. */
function Retry({ action }: { action: ListedAction }) {
  const { company } = useSession();
  const queries = useQueryClient();
  const mayDecide = useMay('decide');
  const {
    mutate,
    isPending,
    error,
    data: suppressed,
  } = useMutation({
    mutationFn: async (key: string) => {
      const suppressed = await queries.fetchQuery({ ...suppressionOptions(action), staleTime: 0 });
      if (suppressed.length > 0) return suppressed;
      await dataOf(
        retryAction({
          path: { company_id: company.id, action_id: action.id },
          headers: { 'If-Match': `"${action.version}"`, 'Idempotency-Key': key },
          throwOnError: true,
        }),
      );
      return null;
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ACTION_KEYS.all(company.id) }),
  });
  const { delivery } = action;
  const why =
    (suppressed && texts.inbox.undelivered.suppressed(suppressed.map(({ email }) => email).join(', '))) ??
    delivery?.last_error ??
    (delivery?.status === 'unknown' ? texts.inbox.undelivered.unknown : null);
  return (
    <div className="undelivered-retry">
      <p
        title={why ?? undefined}
        role={suppressed || error ? 'status' : undefined}
        data-suppressed={suppressed ? true : undefined}
      >
        {error ? errorText(error) : why}
      </p>
      {mayDecide && (
        <Button
          isDisabled={isPending}
          onPress={() => mutate(crypto.randomUUID())}
          aria-label={texts.inbox.undelivered.retryOf(action.description)}
        >
          {texts.inbox.undelivered.retry}
        </Button>
      )}
    </div>
  );
}
