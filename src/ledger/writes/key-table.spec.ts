import { expect, it } from '@jest/globals';
import { KeyTable } from './key-table.js';

it('keeps a number for each of many texts, and the last one that was set', () => {
  const table = new KeyTable();
  const texts = Array.from({ length: 20_000 }, (_, n) => `INV-${n}`);
  for (const [n, text] of texts.entries()) {
    expect(table.get(text)).toBeUndefined();
    table.set(text, n);
  }
  table.set('INV-7', 0xffff_fffe);
  expect(texts.map((text) => table.get(text))).toEqual(texts.map((_, n) => (n === 7 ? 0xffff_fffe : n)));
  expect(table.get('INV-20000')).toBeUndefined();
});
