import { describe, expect, it } from '@jest/globals';
import type { Action } from '../action.js';
import { changesRecipients, draftOf, editsOf, finalsOf, readRecipient } from './draft.js';

const JANA = { name: 'Jana', address: 'jana@x.example' };
const ACTION = { subject: 'Reminder', content: 'Hello', to: [JANA], cc: [] } as unknown as Action;
const DRAFT = draftOf(ACTION);

describe('a draft that a person has typed over', () => {
  it('sends only what differs', () => {
    expect(editsOf(DRAFT, ACTION)).toEqual({});
    expect(finalsOf(DRAFT, ACTION)).toEqual({});
    expect(editsOf({ ...DRAFT, content: 'Hi', to: [] }, ACTION)).toEqual({ content: 'Hi', to: [] });
    expect(finalsOf({ ...DRAFT, content: 'Hi' }, ACTION)).toEqual({ final_content: 'Hi' });
    expect(finalsOf({ ...DRAFT, subject: 'Open' }, ACTION)).toEqual({ final_subject: 'Open' });
  });

  it('knows whether recipients differ, which an approval cannot send along', () => {
    expect(changesRecipients({ ...DRAFT, to: [{ ...JANA }] }, ACTION)).toBe(false);
    expect(changesRecipients({ ...DRAFT, cc: [JANA] }, ACTION)).toBe(true);
    expect(changesRecipients({ ...DRAFT, to: [{ ...JANA, name: null }] }, ACTION)).toBe(true);
  });
});

describe('readRecipient', () => {
  it.each([
    ['ap@nordwind.example', { name: null, address: 'ap@nordwind.example' }],
    ['Jana Petersen <ap@nordwind.example>', { name: 'Jana Petersen', address: 'ap@nordwind.example' }],
    [' "Petersen, J." < ap@nordwind.example > ', { name: 'Petersen, J.', address: 'ap@nordwind.example' }],
    ['<ap@nordwind.example>', { name: null, address: 'ap@nordwind.example' }],
    ['Jana', null],
    ['a@b c@d', null],
    ['', null],
  ])('of %j', (text, expected) => {
    expect(readRecipient(text)).toEqual(expected);
  });
});
