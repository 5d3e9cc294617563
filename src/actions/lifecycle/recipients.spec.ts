import { describe, expect, it } from '@jest/globals';
import { createAction, NOW } from '../../../test/support/action-state.js';
import { recipientsProblem } from './recipients.js';
import { transition } from './transition.js';

const [ada, ben] = [
  { name: 'Ada', address: 'ada@acme.example' },
  { name: null, address: 'ben@acme.example' },
];
const others = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: null, address: `other-${index}@acme.example` }));

describe('recipientsProblem', () => {
  it.each([
    ['nobody', null, null],
    ['one', [ada], null],
    ['one and a copy', [ada], [ben]],
    ['five', [ada, ben], others(3)],
  ])('accepts %s', (_, to, cc) => {
    expect(recipientsProblem(to, cc)).toBeNull();
  });

  it.each([
    ['a copy alone', null, [ben], 'cc', 'without_to'],
    ['six', [ada, ben], others(4), 'cc', 'count'],
    ['an address twice', [ada, ben, ada], null, 'to', 'repeated'],
    ['an address in both lists', [ada], [ben, ada], 'cc', 'repeated'],
    ['an address in other letters', [ada], [{ name: 'A', address: 'ADA@Acme.example' }], 'cc', 'repeated'],
  ])('refuses %s', (_, to, cc, field, code) => {
    expect(recipientsProblem(to, cc)).toMatchObject({ field, code });
  });
});

describe('an edit of recipients', () => {
  const edit = (draft: object) =>
    transition(createAction({ toRecipients: [ada], ccRecipients: null }), 'edit', { draft }, NOW);

  it('is logged with the old and the new list', () => {
    const { change, entry } = edit({ toRecipients: [ben], ccRecipients: [ada] })!;
    expect(entry.changes).toEqual({ to: { from: [ada], to: [ben] }, cc: { from: null, to: [ada] } });
    expect(change).toMatchObject({ toRecipients: [ben], ccRecipients: [ada] });
    expect(edit({ toRecipients: null })!.entry.changes).toEqual({ to: { from: [ada], to: null } });
  });

  it('changes nothing if the lists are equal', () => {
    expect(edit({ toRecipients: [{ address: ada.address, name: ada.name }], ccRecipients: null })).toBeNull();
  });
});
