import { expect, it } from '@jest/globals';
import { likePattern } from './select-page.js';

it.each([
  ['acme', '%acme%'],
  ['100%', '%100\\%%'],
  ['a_b', '%a\\_b%'],
  ['C:\\temp', '%C:\\\\temp%'],
  ['\\%_', '%\\\\\\%\\_%'],
  ["O'Brien", "%O'Brien%"],
  ['', '%%'],
])('likePattern(%j) is %j', (text, pattern) => {
  expect(likePattern(text)).toBe(pattern);
});
