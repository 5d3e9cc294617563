import { expect, it } from '@jest/globals';
import { webhookUrl } from './webhook-url.js';

it.each([
  ['https://Hooks.ACME.example/a/../b?c=d', 'https://hooks.acme.example/b?c=d'],
  ['http://bücher.example', 'http://xn--bcher-kva.example/'],
  ['http://0x7f.1:8080', 'http://127.0.0.1:8080/'],
])('%s is written as %s', (text, url) => {
  expect(webhookUrl(text)).toBe(url);
});

it.each([
  'hooks.acme.example',
  'ftp://hooks.acme.example',
  'file:///etc/passwd',
  'http://',
  'https://user@hooks.acme.example',
  'https://:secret@hooks.acme.example',
  'https://hooks.acme.example/#',
  `https://hooks.acme.example/${'a'.repeat(2_000)}`,
  `https://hooks.acme.example/${'ü'.repeat(500)}`,
])('%s is refused', (text) => {
  expect(webhookUrl(text)).toBeNull();
});
