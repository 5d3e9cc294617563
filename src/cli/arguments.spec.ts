import { expect, it } from '@jest/globals';
import { emailArgument, nameArgument } from './arguments.js';

it('H4: names and e-mail addresses of the command line are trimmed and normalized', () => {
  expect(nameArgument(' Mu\u0308ller ')).toBe('M\u00fcller');
  expect(emailArgument('mu\u0308ller@example.com ')).toBe('m\u00fcller@example.com');
});
