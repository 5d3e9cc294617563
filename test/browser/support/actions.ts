import { expect } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Inbox } from './inbox.js';

/** What the tests read of an action. */
export interface AnAction {
  id: string;
  status: string;
  action_type: 'email' | 'call' | 'task';
  recommendation_label: string;
  effective_content: string | null;
  is_deleted: boolean;
  assigned_to: { name: string } | null;
  delivery: { status: string } | null;
  to: { address: string }[];
  customer: { id: string; name: string };
  invoice: { invoice_number: string } | null;
  warnings: { code: string }[];
}

export interface LogEntry {
  command: string;
  reason: string | null;
  comment: string | null;
  actor: string;
  /** Who approved or rejected, and how that is known: by a session, a token, or as a claim. */
  approved_by_name: string | null;
  approved_by_proof: string | null;
}

const taken = new Set<string>();

/** Actions that wait for a decision, none of which another test of the file has. Their e-mails may go out at once. */
export async function someActions(
  inbox: Inbox,
  count: number,
  type: AnAction['action_type'] = 'email',
): Promise<AnAction[]> {
  const { data } = await inbox.request<{ data: AnAction[] }>(
    'GET',
    `/actions?category=needs_action&action_type=${type}&page_size=100`,
  );
  const customers = new Set<string>();
  const free = data.filter(({ id, customer, warnings }) => {
    const isFree = !taken.has(id) && warnings.length === 0 && !customers.has(customer.id);
    if (isFree) customers.add(customer.id);
    return isFree;
  });
  const chosen = free.slice(0, count);
  expect(chosen).toHaveLength(count);
  for (const { id } of chosen) taken.add(id);
  return chosen;
}

export async function anAction(inbox: Inbox, type?: AnAction['action_type']): Promise<AnAction> {
  const [action] = await someActions(inbox, 1, type);
  return action!;
}

export const theAction = (inbox: Inbox, { id }: { id: string }): Promise<AnAction> =>
  inbox.request('GET', `/actions/${id}`);

/** The entries of its log, the first command first. */
export const logOf = async (inbox: Inbox, { id }: { id: string }): Promise<LogEntry[]> =>
  (await inbox.request<{ data: LogEntry[] }>('GET', `/actions/${id}/log`)).data;

/** The entry of a command in its log. Fails if there is none, or if it was given twice. */
export async function entryOf(inbox: Inbox, action: { id: string }, command: string): Promise<LogEntry> {
  const entries = (await logOf(inbox, action)).filter((entry) => entry.command === command);
  expect(entries).toHaveLength(1);
  return entries[0]!;
}

/** Waits until the server says so: the page sends some decisions seconds later. */
export async function eventually<T>(read: () => Promise<T>, is: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const value = await read();
    if (is(value)) return value;
    if (Date.now() > deadline) throw new Error(`Still ${JSON.stringify(value).slice(-1_000)}`);
    await sleep(200);
  }
}

/** Waits until an action has a status. */
export const reaches = (inbox: Inbox, action: { id: string }, status: string): Promise<AnAction> =>
  eventually(
    () => theAction(inbox, action),
    (now) => now.status === status,
  );
