import { describe, expect, it } from '@jest/globals';
import { addressKey, isEmailAddress } from './email-input.js';

describe('isEmailAddress', () => {
  it.each(['payables@acme.example', "o'brien+ap@acme.example", 'büro@bücher.example'])(
    'accepts %s',
    (address) => {
      expect(isEmailAddress(address)).toBe(true);
    },
  );

  it.each([
    ['two addresses', 'a@acme.example, b@evil.example'],
    ['two addresses with a semicolon', 'a@acme.example;b@evil.example'],
    ['a comma in quotes', '"a@acme.example,b"@evil.example'],
    ['a space in quotes', '"a b"@acme.example'],
    ['a name', 'Ada <a@acme.example>'],
    ['a comment', '(Ada)a@acme.example'],
    ['a line break', 'a@acme.example\r\nBcc: b@evil.example'],
    ['a trailing line break', 'a@acme.example\n'],
    ['a NUL character', 'a\0@acme.example'],
    ['a mark that reverses the text', 'a\u202eb@acme.example'],
    ['an invisible character', 'a\u200b@acme.example'],
    ['an invisible character in the domain', 'a@ac\u200bme.example'],
    ['a full-width comma', 'a\uff0cb@acme.example'],
    ['a full-width at sign', 'a\uff20evil.example@acme.example'],
    ['an IP address', 'a@[192.0.2.1]'],
    ['no domain', 'a@acme'],
    [
      'more than 254 characters',
      `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(20)}.example`,
    ],
    ['nothing', ''],
  ])('refuses %s', (_, address) => {
    expect(isEmailAddress(address)).toBe(false);
  });
});

describe('addressKey', () => {
  it.each([
    ['another case', 'Ngozi@ACME.example', 'ngozi@acme.example'],
    ['a domain in its ASCII form', 'ap@Bücher.example', 'ap@xn--bcher-kva.example'],
    ['a combining character', 'bu\u0308ro@acme.example', 'büro@acme.example'],
  ])('is the same for %s', (_, one, other) => {
    expect(addressKey(one)).toBe(addressKey(other));
  });

  it('differs for another mailbox', () => {
    expect(addressKey('büro@acme.example')).not.toBe(addressKey('buro@acme.example'));
  });
});
