import { expect, it } from '@jest/globals';
import { isReturnPath } from './return-path.js';

it.each(['/', '/actions/1?tab=scheduled#log', '/a//b', '/%2F%2Fevil.example', '/@evil.example'])(
  'accepts the path %j',
  (path) => expect(isReturnPath(path)).toBe(true),
);

it.each([
  '',
  'actions',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  ' //evil.example',
  'https://evil.example',
  'javascript:alert(1)',
  '/a b',
  '/ü',
  `/${'a'.repeat(1_000)}`,
  undefined,
  ['/'],
])('rejects %j, which may lead elsewhere', (path) => expect(isReturnPath(path)).toBe(false));
