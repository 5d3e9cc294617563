import { type ActionResponse, listSuppressions, type SuppressionResponse } from '@daybook/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { dataOf } from '../../api/client.js';
import { ACTION_KEYS } from '../../inbox/actions.js';

/** An address to which the company sends no e-mail. */
export type Suppression = SuppressionResponse;

type Addressed = Pick<ActionResponse, 'company_id' | 'to' | 'cc' | 'delivery'>;

/** The address as suppressions have it: in lower case, with the domain in ASCII. */
export function keyOf(address: string): string {
  const at = address.lastIndexOf('@');
  const url = `http://${address.slice(at + 1)}`;
  const domain = URL.canParse(url) ? new URL(url).hostname : address.slice(at + 1);
  return `${address.slice(0, at)}@${domain}`.toLowerCase();
}

/** The suppressions of the recipients. The API finds parts of addresses; an e-mail has few recipients. */
export const suppressionOptions = ({ company_id, to, cc }: Addressed) => {
  const addresses = [...new Set([...to, ...cc].map(({ address }) => keyOf(address)))];
  return queryOptions({
    queryKey: [...ACTION_KEYS.all(company_id), 'suppressions', addresses],
    queryFn: async (): Promise<Suppression[]> => {
      const path = { company_id };
      const pages = await Promise.all(
        addresses.map((search) => dataOf(listSuppressions({ path, query: { search }, throwOnError: true }))),
      );
      return pages.flatMap(({ data }) => data).filter(({ email }) => addresses.includes(email));
    },
  });
};

const NONE: Suppression[] = [];

/** The suppressed recipients of an e-mail that could not be sent: with them, another attempt would cancel the action. */
export function useSuppressed(action: Addressed): Suppression[] {
  const hasFailed = action.delivery?.way === 'built_in' && action.delivery.status === 'failed';
  const { data } = useQuery({ ...suppressionOptions(action), enabled: hasFailed });
  return (hasFailed && data) || NONE;
}
