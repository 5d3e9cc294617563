import { expect, it } from '@jest/globals';
import { ImportProgress } from './import-progress.js';

function outputOf(isTTY: boolean, isDone: boolean): string {
  let text = '';
  const progress = new ImportProgress({
    isTTY,
    write: (piece: string | Uint8Array) => Boolean((text += piece.toString())),
  });
  progress.show({ step: 'check', rows: 1_500, share: 1 });
  progress.show({ step: 'write', rows: 1_500, share: 0.999 });
  progress.end(isDone);
  return text;
}

it.each([
  [false, /^Wrote 1,500 rows, [\d,]+ rows\/s, 99 % of the file\n$/],
  // eslint-disable-next-line no-control-regex
  [true, /^\r\u001b\[KWrote 1,500 rows, [\d,]+ rows\/s, 99 % of the file\n$/],
])('ends with what was written (in a terminal: %s)', (isTTY, line) => {
  expect(outputOf(isTTY, true)).toMatch(line);
});

it('leaves no line before an error', () => {
  expect(outputOf(false, false)).toBe('');
  expect(outputOf(true, false)).toBe('\r\u001b[K');
});
