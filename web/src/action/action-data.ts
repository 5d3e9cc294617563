import { type ActionResponse, getAction, getRecommendation, listActions } from '@daybook/client';
import { useQuery } from '@tanstack/react-query';
import { dataOf } from '../api/client.js';
import { ACTION_KEYS } from '../inbox/actions.js';
import { useSession } from '../session/session.js';
import type { Action } from './action.js';

export function useAction(id: string) {
  const { company } = useSession();
  return useQuery<Action>({
    queryKey: ACTION_KEYS.one(company.id, id),
    queryFn: ({ signal }) =>
      dataOf(getAction({ path: { company_id: company.id, action_id: id }, signal, throwOnError: true })),
  });
}

/** What a person can choose from instead, itself included: on the invoice, or of the recommendation if there is no invoice. */
export function useAlternatives(action: Action | undefined) {
  const { company } = useSession();
  const invoiceId = action?.invoice?.id;
  const recommendationId = action?.recommendation_id;
  return useQuery<ActionResponse[]>({
    queryKey: [...ACTION_KEYS.all(company.id), 'alternatives', invoiceId ?? recommendationId],
    enabled: Boolean(invoiceId ?? recommendationId),
    queryFn: async ({ signal }) => {
      const path = { company_id: company.id };
      if (invoiceId) {
        const query = { category: 'alternatives', invoice_id: invoiceId } as const;
        return (await dataOf(listActions({ path, query, signal, throwOnError: true }))).data;
      }
      const { actions } = await dataOf(
        getRecommendation({
          path: { ...path, recommendation_id: recommendationId! },
          signal,
          throwOnError: true,
        }),
      );
      return actions.filter(
        ({ is_deleted, status }) => !is_deleted && ['proposed', 'scheduled'].includes(status),
      );
    },
  });
}
