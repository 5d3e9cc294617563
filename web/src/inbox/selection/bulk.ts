import { bulkApproveActions, bulkRejectActions, type BulkResults } from '@daybook/client';
import type { Rejection } from '../../action/decision/dialogs/reasons.js';
import type { DecisionRequest } from '../../action/decision/pending.js';
import { dataOf } from '../../api/client.js';
import type { ListedAction } from '../list/fetch-list.js';
import { chunksOf, type Outcome, outcomesOf } from './outcomes.js';

/** What is decided about each of several actions. */
export type BulkCommand = { kind: 'approve' } | { kind: 'reject'; rejection: Rejection };

/** The actions that the API takes in one request. */
const BULK_ACTIONS = 100;

/**
 * Decides about actions as the person has read them: one that has changed since is refused. Requests follow each other, each with
 * a key derived from that of the decision, so that a repetition after a failure has no second effect.
 * @throws ApiError if a request has failed as a whole
 */
export async function decideAll(
  company: string,
  command: BulkCommand,
  actions: readonly ListedAction[],
  { idempotencyKey, keepalive }: DecisionRequest,
): Promise<Outcome[]> {
  const requests = chunksOf(actions, BULK_ACTIONS).map((chunk, index) => () => {
    const headers = { 'Idempotency-Key': `${idempotencyKey}-${index}` };
    return decide(company, command, chunk, { headers, keepalive });
  });
  // A page that goes away can start requests, but not wait for them.
  if (keepalive) return (await Promise.all(requests.map((request) => request()))).flat();
  const outcomes: Outcome[] = [];
  for (const request of requests) outcomes.push(...(await request()));
  return outcomes;
}

async function decide(
  company: string,
  command: BulkCommand,
  actions: readonly ListedAction[],
  options: { headers: { 'Idempotency-Key': string }; keepalive: boolean },
): Promise<Outcome[]> {
  const body = {
    ids: actions.map(({ id }) => id),
    versions: Object.fromEntries(actions.map(({ id, version }) => [id, version])),
  };
  const common = { path: { company_id: company }, throwOnError: true, ...options } as const;
  const { results } = await dataOf<BulkResults>(
    command.kind === 'approve'
      ? bulkApproveActions({ ...common, body })
      : bulkRejectActions({ ...common, body: { ...body, ...command.rejection } }),
  );
  return outcomesOf(actions, results);
}
