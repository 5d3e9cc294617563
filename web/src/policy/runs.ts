import {
  getPolicyRun,
  listPolicyRuns,
  runPolicy,
  type PolicyRunDetail,
  type PolicyRunResponse,
} from '@daybook/client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { dataOf } from '../api/client.js';

/** How often to ask how far a run is. */
const POLL_MS = 1_000;

/** The counts of a run that was answered at once, or the run itself, if it has many invoices. */
type Outcome = PolicyRunResponse | PolicyRunDetail;

const isJob = (outcome: Outcome): outcome is PolicyRunDetail => 'id' in outcome;
export const isAtWork = ({ status }: PolicyRunDetail): boolean => status === 'queued' || status === 'running';

/** The counts of a run that is done; null of one that is not. */
export const countsOf = (outcome: Outcome | undefined): PolicyRunResponse | null =>
  !outcome ? null : !isJob(outcome) ? outcome : outcome.status === 'completed' ? outcome.counts : null;

export function useRun(company: string, dryRun: boolean, onDone?: () => void) {
  return useMutation({
    mutationFn: (): Promise<Outcome> =>
      dataOf(
        runPolicy({
          path: { company_id: company },
          body: { dry_run: dryRun },
          headers: dryRun ? {} : { 'Idempotency-Key': crypto.randomUUID() },
          throwOnError: true,
        }),
      ),
    // After a failure too: what was previewed may have happened.
    onSettled: onDone,
  });
}

/** The run that was started here, or else one that was at work when the page was opened; null if there is none. */
export function useJob(company: string, started: Outcome | undefined): PolicyRunDetail | null {
  const path = { company_id: company };
  const found = useQuery({
    queryKey: ['policy-runs', company],
    queryFn: () => dataOf(listPolicyRuns({ path, query: { page_size: 1 }, throwOnError: true })),
    staleTime: Infinity,
    gcTime: 0,
  });
  const latest = found.data?.data[0];
  const job = started ? (isJob(started) ? started : null) : latest && isAtWork(latest) ? latest : null;
  const polled = useQuery({
    queryKey: ['policy-run', company, job?.id],
    queryFn: () => dataOf(getPolicyRun({ path: { ...path, run_id: job!.id }, throwOnError: true })),
    enabled: job !== null,
    refetchInterval: ({ state }) => (state.data && !isAtWork(state.data) ? false : POLL_MS),
  });
  return job && (polled.data ?? job);
}
