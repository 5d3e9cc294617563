import { expect, it } from '@jest/globals';
import { containing } from './select-page.js';

it.each([
  ['acme', '%acme%'],
  ['100%', '%100\\%%'],
  ['a_b', '%a\\_b%'],
  ['C:\\temp', '%C:\\\\temp%'],
  ['\\%_', '%\\\\\\%\\_%'],
  ["O'Brien", "%O'Brien%"],
  ['', '%%'],
])('containing(%j) is the pattern %j', (text, pattern) => {
  expect(containing(text)).toBe(pattern);
});
