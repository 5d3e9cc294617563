import { localDay, nearTime, weekdayTime } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import type { Tab } from '../tabs.js';
import type { ListedAction } from './fetch-list.js';

/** A short word about a row, and what it means. */
export interface Fact {
  kind: 'plain' | 'warn' | 'bad' | 'good';
  text: string;
}

/** The source of the built-in policy, which is the usual one and therefore not shown. */
const POLICY = 'dunning_policy';
const BAD_WARNINGS: readonly string[] = ['held', 'disputed', 'no_email_address'];

/** The words below the two lines of a row: what is odd first, then what it is. */
export function factsOf(action: ListedAction, tab: Tab): Fact[] {
  const facts: Fact[] = [...stateOf(action, tab)];
  if (tab !== 'history')
    for (const { code } of action.warnings)
      facts.push({ kind: BAD_WARNINGS.includes(code) ? 'bad' : 'warn', text: texts.inbox.warnings[code] });
  if (action.response_overdue) facts.push({ kind: 'warn', text: texts.inbox.answerOverdue });
  facts.push({ kind: 'plain', text: texts.inbox.types[action.action_type] });
  if (action.source && action.source !== POLICY) facts.push({ kind: 'plain', text: action.source });
  return facts;
}

/** What has become of it, or when something happens, in the tabs where that is the question. */
function stateOf(action: ListedAction, tab: Tab): Fact[] {
  if (tab === 'scheduled')
    return [{ kind: 'plain', text: texts.inbox.comesBack(nearTime(action.scheduled_for)) }];
  if (tab === 'in_progress') return deliveryFacts(action);
  return tab === 'history' ? [outcomeOf(action)] : [];
}

function deliveryFacts({ delivery, action_type }: ListedAction): Fact[] {
  if (delivery?.status === 'failed') return [{ kind: 'bad', text: texts.inbox.delivery.failed }];
  if (delivery?.status === 'unknown') return [{ kind: 'bad', text: texts.inbox.delivery.unknown }];
  if (action_type !== 'email') return [{ kind: 'plain', text: texts.inbox.delivery.toDo }];
  if (delivery?.status === 'sending') return [{ kind: 'plain', text: texts.inbox.delivery.sending }];
  if (delivery?.not_before)
    return [
      { kind: 'plain', text: texts.inbox.delivery.goesOut(weekdayTime(new Date(delivery.not_before))) },
    ];
  return [
    {
      kind: 'plain',
      text: delivery?.way === 'external' ? texts.inbox.delivery.external : texts.inbox.delivery.waiting,
    },
  ];
}

/** What has become of an action of the history. */
function outcomeOf({ is_deleted, status, action_type }: ListedAction): Fact {
  const { outcomes } = texts.inbox;
  if (is_deleted) return { kind: 'bad', text: outcomes.deleted };
  if (status === 'cancelled') return { kind: 'plain', text: outcomes.cancelled };
  return { kind: 'good', text: action_type === 'email' ? outcomes.sent : outcomes.done };
}

/** The day on which an action of the history ended. */
export const endedOn = ({ executed_at, deleted_at, updated_at }: ListedAction): string =>
  localDay(executed_at ?? deleted_at ?? updated_at);

/** The initials of a person: of the first and the last name. */
export function initials(name: string): string {
  const names = name.trim().split(/\s+/);
  const letters = [names[0], names.length > 1 ? names.at(-1) : ''];
  return letters.map((part) => [...(part ?? '')][0] ?? '').join('');
}
