import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { ACTION_KEYS } from '../../inbox/actions.js';
import { nextAfter } from '../../inbox/next-action.js';
import type { Tab } from '../../inbox/tabs.js';
import { time } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import type { Action } from '../action.js';
import { forgetDraft } from '../message/kept-draft.js';
import { type Command, perform } from './commands.js';
import type { Decision, DecisionRequest } from './pending.js';
import { usePendingDecisions } from './pending-decisions.js';

interface Place {
  tab: Tab;
  /** The action in the address, of which the one decided about may be an alternative. */
  openId: string;
  /** The actions that leave the list together with an approval: the alternatives. */
  alternativeIds: readonly string[];
}

/** Commands after which the action stays where it is. */
const STAYS = new Set<Command['name']>(['retry', 'restore']);
const ENDS_ALTERNATIVES = new Set<Command['name']>(['approve', 'send', 'complete']);

const addressOf = (tab: Tab, id: string | null): string =>
  `/inbox/${tab}${id ? `/${id}` : ''}${searchWithoutAlternative()}`;

/** The filters of the list stay, the alternative of this action does not. */
function searchWithoutAlternative(): string {
  const query = new URLSearchParams(window.location.search);
  query.delete('alternative');
  return query.size > 0 ? `?${query}` : '';
}

/** The way to the next action of the list that is not decided yet; to the list alone if there is none. */
export function useOpenNext({ tab, openId }: Pick<Place, 'tab' | 'openId'>) {
  const [, navigate] = useLocation();
  const { isDecided } = usePendingDecisions();
  return (): void => {
    const tried = new Set([openId]);
    let next = nextAfter(openId);
    while (next && !tried.has(next) && isDecided(next)) {
      tried.add(next);
      next = nextAfter(next);
    }
    navigate(addressOf(tab, next && !tried.has(next) ? next : null));
  };
}

/** Decides about an action and opens the next one. */
export function useDecide(action: Action, { tab, openId, alternativeIds }: Place) {
  const queryClient = useQueryClient();
  const pending = usePendingDecisions();
  const openNext = useOpenNext({ tab, openId });

  /** Shows the answer at once: lists are read again, but the action is known. */
  const performAndKeep = async (
    target: Pick<Action, 'company_id' | 'id' | 'version'>,
    command: Command,
    request: DecisionRequest,
  ) => {
    const result = await perform(target, command, request);
    if (result) queryClient.setQueryData(ACTION_KEYS.one(action.company_id, action.id), result);
    return result;
  };

  return (command: Command, seen: Action = action): void => {
    let after: Action | undefined;
    const back = reverseOf(command, action);
    const decision: Decision = {
      doing: texts.decision.doing[command.name],
      done: doneText(command),
      title: titleOf(action),
      href: addressOf(tab, openId),
      companyId: action.company_id,
      actionIds: STAYS.has(command.name)
        ? []
        : ENDS_ALTERNATIVES.has(command.name)
          ? [...new Set([openId, action.id, ...alternativeIds])]
          : [action.id],
      isDelayed: command.name === 'approve',
      seen,
      send: async (request) => {
        after = await performAndKeep(action, command, request);
      },
      // A deletion answers nothing, but raises the version by one.
      ...(back && {
        takeBack: (request: DecisionRequest) =>
          performAndKeep({ ...action, version: after?.version ?? action.version + 1 }, back, request),
      }),
      onDone: () => {
        if (command.name !== 'snooze') forgetDraft(action);
      },
    };
    pending.decide(decision);
    if (!STAYS.has(command.name)) openNext();
  };
}

/** What undoes a command; null if nothing does. */
function reverseOf(command: Command, action: Action): Command | null {
  if (command.name === 'snooze') return { name: 'snooze', body: { scheduled_for: action.scheduled_for } };
  if (command.name === 'delete') return { name: 'restore' };
  if (command.name === 'restore') return { name: 'delete' };
  return null;
}

export const titleOf = ({ recommendation_label, customer, invoice }: Action): string =>
  [recommendation_label, invoice?.invoice_number ?? customer.name].join(' · ');

const doneText = (command: Command): string =>
  command.name === 'snooze'
    ? texts.decision.done.snooze(time(command.body.scheduled_for))
    : texts.decision.done[command.name];
