import { expect, it } from '@jest/globals';
import { isRightToLeft } from './direction.js';

it.each([
  ['ar-EG', true],
  ['he', true],
  ['fa-IR', true],
  ['ku-Arab', true],
  ['en-US', false],
  ['az-Latn', false],
  ['not a language', false],
])('the direction of %s', (language, is) => {
  expect(isRightToLeft(language)).toBe(is);
});
