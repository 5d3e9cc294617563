import type { INestApplicationContext } from '@nestjs/common';
import type { ActionRow } from '../actions/inbox/action-rows.js';
import { ActionsService } from '../actions/actions.service.js';
import type { ActionFilter } from '../actions/inbox/list-query.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { Command, CommandInput } from '../actions/lifecycle/transitions.js';

interface Decision {
  /** What to decide on: the most urgent ones of this view and type. */
  view: ActionFilter;
  actionType: ActionRow['action_type'];
  times: number;
  command: Command;
  input: (action: ActionRow) => CommandInput;
  /** Whether a contact answers for it. */
  signed?: true;
}

const INBOX: ActionFilter = { category: 'needs_action' };
const hoursFromNow = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);

/** A morning's work at the desk: every command, on every type, so that each status and each tab has rows. */
const MORNING: Decision[] = [
  {
    view: INBOX,
    actionType: 'email',
    times: 4,
    command: 'send',
    input: ({ invoice_number }) => ({
      channel_id: `thread-${invoice_number}`,
      response_deadline: hoursFromNow(120),
    }),
  },
  {
    view: INBOX,
    actionType: 'email',
    times: 2,
    command: 'send',
    // Sent in yesterday's rush and only logged now: their answers are overdue already.
    input: ({ invoice_number }) => ({
      external_id: `mail-${invoice_number}`,
      response_deadline: hoursFromNow(-3),
    }),
  },
  {
    view: INBOX,
    actionType: 'email',
    times: 2,
    command: 'approve',
    signed: true,
    input: () => ({ comment: 'Figures checked against the ledger.' }),
  },
  {
    view: INBOX,
    actionType: 'email',
    times: 1,
    command: 'approve',
    signed: true,
    input: ({ content }) => ({
      final_content: `${content}\n\nP.S. Our bank details have not changed.`,
      comment: 'Added a line about the bank details.',
    }),
  },
  {
    view: INBOX,
    actionType: 'email',
    times: 2,
    command: 'reject',
    signed: true,
    input: () => ({ reason: 'The customer announced a transfer by telephone.' }),
  },
  { view: INBOX, actionType: 'call', times: 3, command: 'complete', input: () => ({}) },
  {
    view: INBOX,
    actionType: 'call',
    times: 1,
    command: 'reject',
    signed: true,
    input: () => ({ reason: 'We do not call this customer before noon.', comment: 'Ask again tomorrow.' }),
  },
  { view: INBOX, actionType: 'task', times: 2, command: 'complete', input: () => ({}) },
  {
    view: INBOX,
    actionType: 'task',
    times: 1,
    command: 'cancel',
    signed: true,
    input: () => ({ reason: 'The dispute was settled at the branch.' }),
  },
  {
    view: { status: ['scheduled'] },
    actionType: 'email',
    times: 1,
    command: 'cancel',
    signed: true,
    input: () => ({ reason: 'They always pay on the day; no need to write.' }),
  },
];

/** Decides as the company's contacts would, through the same service that the API uses. */
export async function decideSome(
  app: INestApplicationContext,
  company: CompanyId,
  contacts: string[],
): Promise<void> {
  const actions = app.get(ActionsService);
  for (const [turn, { view, actionType, times, command, input, signed }] of MORNING.entries()) {
    const { rows } = await actions.list(company, view, { page: 1, page_size: 500 });
    for (const action of rows.filter((row) => row.action_type === actionType).slice(0, times)) {
      const approver = signed ? { approved_by: contacts[turn % contacts.length] } : {};
      const actor = { name: 'demo', requestId: null };
      await actions.perform(company, action.id, command, { ...input(action), ...approver }, actor);
    }
  }
}
