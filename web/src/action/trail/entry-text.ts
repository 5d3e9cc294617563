import { LIST_FORMAT, time } from '../../texts/format.js';
import { texts } from '../../texts/texts.js';
import type { LogEntry } from '../action.js';

/** Who acted: a person if one is known, otherwise the client. */
export function whoOf({ actor, caused_by, approved_by_name, actor_contact_name }: LogEntry): string {
  const person = actor_contact_name ?? approved_by_name;
  if (person) return person;
  if (actor !== 'system') return actor;
  return caused_by ? texts.trail.systemFor(caused_by) : texts.trail.system;
}

/** What was done, such as "edited the subject and the text". */
export function whatOf({ command, changes }: LogEntry): string {
  const { trail } = texts;
  const names = Object.keys(changes ?? {});
  if (command !== 'edit' || names.length === 0) return trail.verbs[command];
  if (names.length === 1 && changes!.scheduled_for)
    return trail.snoozed(time(String(changes!.scheduled_for.to)));
  if (names.length === 1 && changes!.assigned_to)
    return changes!.assigned_to.to === null
      ? trail.unassigned
      : trail.assigned(nameIn(changes!.assigned_to.to));
  return trail.editedFields(LIST_FORMAT.format(names.map((name) => trail.fields[name] ?? name)));
}

/** A contact in a change: an object with a name, or only an id. */
const nameIn = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : texts.trail.somebody;

/** The reason in words where its code is known; null without one. */
export const reasonOf = ({ reason }: LogEntry): string | null =>
  reason === null ? null : (texts.trail.reasons[reason] ?? reason);
