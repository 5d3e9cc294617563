import { expect, it } from '@jest/globals';
import { keyOf } from './suppressions.js';

it.each([
  ['AP@Acme.example', 'ap@acme.example'],
  ['ap@büro.example', 'ap@xn--bro-hoa.example'],
  ['"a@b"@acme.example', '"a@b"@acme.example'],
])('looks for %s as %s', (address, key) => {
  expect(keyOf(address)).toBe(key);
});
