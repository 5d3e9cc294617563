import { describe, expect, it } from '@jest/globals';
import { isOwnPath } from './own-path.js';

const ORIGIN = 'https://daybook.example';

describe('isOwnPath', () => {
  it.each(['/', '/inbox/needs_action', '/inbox/history?search=a%20b', '/customers/1#invoices'])(
    'accepts %s',
    (path) => {
      expect(isOwnPath(path, ORIGIN)).toBe(true);
    },
  );

  it.each([
    '//evil.example/',
    '/\\evil.example/',
    '/\t/evil.example/',
    '/\n/evil.example',
    'https://evil.example/',
    'javascript:alert(1)',
    'inbox',
    '',
    '/login#secret',
  ])('refuses %j', (path) => {
    expect(isOwnPath(path, ORIGIN)).toBe(false);
  });
});
