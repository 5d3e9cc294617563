import { describe, expect, it } from '@jest/globals';
import { matchByName } from './match-commands.js';

const THINGS = ['Approve', 'Needs action', 'Next action', 'Büro & Söhne', 'Keyboard shortcuts'].map(
  (name) => ({
    name,
  }),
);
const find = (text: string) => matchByName(THINGS, text).map(({ name }) => name);

describe('matchByName', () => {
  it('keeps all without a text', () => {
    expect(find('  ')).toEqual(THINGS.map(({ name }) => name));
  });

  it('finds the beginnings of words, in any order', () => {
    expect(find('act ne')).toEqual(['Needs action', 'Next action']);
    expect(find('ction')).toEqual([]);
  });

  it('ignores case, accents and signs', () => {
    expect(find('BURO sohne')).toEqual(['Büro & Söhne']);
  });

  it('puts first what begins with the text', () => {
    expect(matchByName([{ name: 'Last action' }, { name: 'Action list' }], 'action')[0]!.name).toBe(
      'Action list',
    );
  });

  it('takes signs that mean something to regular expressions as they are', () => {
    expect(find('(.*')).toEqual([]);
  });
});
