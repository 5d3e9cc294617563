import { describe, expect, it } from '@jest/globals';
import type { Action, LogEntry } from '../action.js';
import { textChangeOf } from './new-text.js';

const entry = (id: string, changes: unknown): LogEntry => ({ id, changes }) as LogEntry;
const ACTION = { content: 'third' } as Action;
const FIRST = entry('1', { content: { from: 'first', to_sha256: 'x' } });
const OTHER = entry('2', { subject: { from: 'a', to: 'b' } });
const LAST = entry('3', { content: { from: 'second', to_sha256: 'y' } });

describe('textChangeOf', () => {
  it('takes the new text from the next edit of the text', () => {
    expect(textChangeOf(FIRST, [FIRST, OTHER, LAST], ACTION)).toEqual({ before: 'first', after: 'second' });
  });
  it('takes it from the action if there was no later edit', () => {
    expect(textChangeOf(LAST, [FIRST, OTHER, LAST], ACTION)).toEqual({ before: 'second', after: 'third' });
  });
  it('takes it from the entry if that has it, as old ones do', () => {
    const old = entry('0', { content: { from: null, to: 'zero' } });
    expect(textChangeOf(old, [old, FIRST], ACTION)).toEqual({ before: null, after: 'zero' });
  });
  it('is null without a change of the text', () => {
    expect(textChangeOf(OTHER, [OTHER], ACTION)).toBeNull();
    expect(textChangeOf(entry('9', null), [], ACTION)).toBeNull();
  });
});
