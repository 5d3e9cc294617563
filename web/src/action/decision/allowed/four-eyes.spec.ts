import { describe, expect, it } from '@jest/globals';
import type { LogEntry } from '../../action.js';
import { isOwnWork } from './four-eyes.js';

const entry = (command: string, actor_contact_id?: string | null, changes: unknown = null) =>
  ({ command, actor_contact_id, changes }) as LogEntry;
const TEXT = { content: { from: 'a', to: 'b' } };

describe('isOwnWork', () => {
  it.each<[string, LogEntry[], boolean]>([
    ['proposed by the policy', [entry('propose', null)], false],
    ['of an API that does not say who acted', [entry('propose')], false],
    ['proposed by the person', [entry('propose', 'me')], true],
    ['edited last by the person', [entry('propose', null), entry('edit', 'me', TEXT)], true],
    ['edited by another after the person', [entry('edit', 'me', TEXT), entry('edit', 'you', TEXT)], false],
    ['snoozed by the person', [entry('propose', null), entry('edit', 'me', { scheduled_for: {} })], false],
  ])('of an action %s', (_, approval_log, expected) => {
    expect(isOwnWork({ approval_log }, 'me')).toBe(expected);
  });
});
