import { describe, expect, it } from '@jest/globals';
import { isOwnOrigin } from './own-origin.js';

const OWN = 'https://daybook.example.com';
const HOST = 'daybook.example.com';
const ask = (origin?: string, fetchSite?: string, host: string = HOST) =>
  isOwnOrigin({ origin, fetchSite, host }, OWN);

describe('isOwnOrigin', () => {
  it.each([
    [OWN, 'same-origin', HOST],
    [OWN, undefined, HOST],
    // A proxy that replaces Host.
    [OWN, undefined, '10.0.0.5:3000'],
    // Another name of the same server, to which its own cookies belong.
    ['http://127.0.0.1:3000', undefined, '127.0.0.1:3000'],
    ['http://127.0.0.1:3000', 'same-origin', '127.0.0.1:3000'],
    [undefined, 'same-origin', HOST],
    [undefined, 'none', HOST],
    [OWN, undefined, 'Daybook.Example.com'],
  ])('accepts Origin %s with Sec-Fetch-Site %s for %s', (origin, fetchSite, host) => {
    expect(ask(origin, fetchSite, host)).toBe(true);
  });

  it.each([
    [undefined, undefined],
    ['null', undefined],
    ['null', 'same-origin'],
    ['http://daybook.example.com', undefined],
    ['http://daybook.example.com', 'same-origin'],
    ['https://evil.example', undefined],
    ['https://evil.example', 'same-origin'],
    ['https://evil.example', 'cross-site'],
    ['https://evil.daybook.example.com', 'same-site'],
    ['https://daybook.example.com.evil.example', undefined],
    ['https://daybook.example.com:8443', undefined],
    ['https://daybook.example.com@evil.example', undefined],
    [OWN, 'cross-site'],
    [OWN, 'same-site'],
    [OWN, 'none'],
    [undefined, 'cross-site'],
    [undefined, 'same-site'],
    ['', undefined],
    ['daybook.example.com', undefined],
  ])('rejects Origin %s with Sec-Fetch-Site %s', (origin, fetchSite) => {
    expect(ask(origin, fetchSite)).toBe(false);
  });
});
