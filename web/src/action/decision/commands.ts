import {
  approveAction,
  cancelAction,
  type CompleteInput,
  completeAction,
  deleteAction,
  editAction,
  rejectAction,
  restoreAction,
  retryAction,
  sendAction,
} from '@daybook/client';
import { dataOf } from '../../api/client.js';
import type { Action } from '../action.js';
import type { Draft } from '../message/draft.js';
import type { DecisionRequest } from './pending.js';
import type { Rejection } from './dialogs/reasons.js';

/** Browsers refuse longer bodies of requests that outlive the page; such a decision is sent as any other, and may be cut off. */
const KEEPALIVE_BYTES = 60_000;

export type Finals = { final_subject?: string; final_content?: string };
export type Completion = CompleteInput;

/** What a person can ask of an action, as requests against the version that the person has seen. */
export type Command =
  | { name: 'approve'; body: Finals }
  | { name: 'send'; body: Finals }
  | { name: 'reject'; body: Rejection }
  | { name: 'complete'; body: Completion }
  | { name: 'cancel' | 'retry' | 'restore' | 'delete' }
  | { name: 'snooze'; body: { scheduled_for: string } };

const headersOf = (version: number, idempotencyKey: string) => ({
  'If-Match': `"${version}"`,
  'Idempotency-Key': idempotencyKey,
});

/** @returns the action as it is afterwards; undefined after a deletion, which answers nothing */
export async function perform(
  action: Pick<Action, 'company_id' | 'id' | 'version'>,
  command: Command,
  { idempotencyKey, keepalive }: DecisionRequest,
): Promise<Action | undefined> {
  const body = 'body' in command ? command.body : null;
  const isShort = new Blob([JSON.stringify(body)]).size < KEEPALIVE_BYTES;
  const options = {
    path: { company_id: action.company_id, action_id: action.id },
    headers: headersOf(action.version, idempotencyKey),
    keepalive: keepalive && isShort,
    throwOnError: true,
  } as const;
  switch (command.name) {
    case 'approve':
      return dataOf(approveAction({ ...options, body: command.body }));
    case 'send':
      return dataOf(sendAction({ ...options, body: command.body }));
    case 'reject':
      return dataOf(rejectAction({ ...options, body: command.body }));
    case 'complete':
      return dataOf(completeAction({ ...options, body: command.body }));
    case 'snooze':
      return dataOf(editAction({ ...options, body: command.body }));
    case 'cancel':
      return dataOf(cancelAction(options));
    case 'restore':
      return dataOf(restoreAction(options));
    case 'delete':
      await deleteAction(options);
      return undefined;
    default:
      return dataOf(retryAction(options));
  }
}

/** Saves an edit. @param values the fields that change */
export const edit = (
  action: Pick<Action, 'company_id' | 'id' | 'version'>,
  values: Partial<Draft> | { assigned_to: string | null },
): Promise<Action> =>
  dataOf(
    editAction({
      path: { company_id: action.company_id, action_id: action.id },
      headers: headersOf(action.version, crypto.randomUUID()),
      body: values,
      throwOnError: true,
    }),
  );
