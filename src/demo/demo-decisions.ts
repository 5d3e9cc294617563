import type { INestApplicationContext } from '@nestjs/common';
import type { ActionRow } from '../actions/inbox/action-rows.js';
import { ActionsService } from '../actions/actions.service.js';
import type { ActionFilter } from '../actions/inbox/list-query.js';
import { allRows } from '../database/page.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { Command, CommandInput } from '../actions/lifecycle/transitions.js';

/** A command on the most urgent actions of a type. */
interface Decision {
  filter: ActionFilter;
  actionType: ActionRow['action_type'];
  count: number;
  command: Command;
  input: (action: ActionRow) => CommandInput;
  /** Whether `approved_by` names a contact. */
  hasApprover?: true;
}

const INBOX: ActionFilter = { category: 'needs_action' };
const hoursFromNow = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);

/** Every command and every type of action, so that each status and each category has rows. */
const DECISIONS: Decision[] = [
  {
    filter: INBOX,
    actionType: 'email',
    count: 4,
    command: 'send',
    input: ({ invoice_number }) => ({
      channel_id: `thread-${invoice_number}`,
      response_deadline: hoursFromNow(120),
    }),
  },
  {
    filter: INBOX,
    actionType: 'email',
    count: 2,
    command: 'send',
    // The response deadline has already passed, so that some responses are overdue.
    input: ({ invoice_number }) => ({
      external_id: `mail-${invoice_number}`,
      response_deadline: hoursFromNow(-3),
    }),
  },
  {
    filter: INBOX,
    actionType: 'email',
    count: 2,
    command: 'approve',
    hasApprover: true,
    input: () => ({ comment: 'Figures checked against the ledger.' }),
  },
  {
    filter: INBOX,
    actionType: 'email',
    count: 1,
    command: 'approve',
    hasApprover: true,
    input: ({ content }) => ({
      final_content: `${content}\n\nP.S. Our bank details have not changed.`,
      comment: 'Added a line about the bank details.',
    }),
  },
  {
    filter: INBOX,
    actionType: 'email',
    count: 2,
    command: 'reject',
    hasApprover: true,
    input: () => ({ reason: 'The customer announced a transfer by telephone.' }),
  },
  { filter: INBOX, actionType: 'call', count: 2, command: 'complete', input: () => ({}) },
  // Approved calls and tasks wait for a person or a program; the worker sends the approved e-mails.
  {
    filter: INBOX,
    actionType: 'call',
    count: 2,
    command: 'approve',
    hasApprover: true,
    input: () => ({ comment: 'Before noon, please.' }),
  },
  {
    filter: INBOX,
    actionType: 'call',
    count: 1,
    command: 'reject',
    hasApprover: true,
    input: () => ({ reason: 'We do not call this customer before noon.', comment: 'Ask again tomorrow.' }),
  },
  { filter: INBOX, actionType: 'task', count: 2, command: 'complete', input: () => ({}) },
  { filter: INBOX, actionType: 'task', count: 1, command: 'approve', hasApprover: true, input: () => ({}) },
  {
    filter: INBOX,
    actionType: 'task',
    count: 1,
    command: 'cancel',
    hasApprover: true,
    input: () => ({ reason: 'The dispute was settled at the branch.' }),
  },
  {
    filter: { status: ['scheduled'] },
    actionType: 'email',
    count: 1,
    command: 'cancel',
    hasApprover: true,
    input: () => ({ reason: 'They always pay on the day; no need to write.' }),
  },
];

/** Executes DECISIONS through the service that the API uses. */
export async function decideActions(
  app: INestApplicationContext,
  company: CompanyId,
  contacts: string[],
): Promise<void> {
  const actions = app.get(ActionsService);
  for (const [index, decision] of DECISIONS.entries()) {
    const { filter, actionType, count, command, input, hasApprover } = decision;
    const page = await actions.list(company, filter, { page: 1, page_size: 500 });
    const ofType: ActionRow[] = [];
    for await (const row of allRows(page)) if (row.action_type === actionType) ofType.push(row);
    for (const action of ofType.slice(0, count)) {
      const approver = hasApprover ? { approved_by: contacts[index % contacts.length] } : {};
      const actor = { name: 'demo', requestId: null, contact: null, token: null };
      await actions.perform(company, action.id, command, { ...input(action), ...approver }, actor);
    }
  }
}
