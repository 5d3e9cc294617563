import { domainToASCII } from 'node:url';
import { applyDecorators } from '@nestjs/common';
import { isEmail } from 'class-validator';
import { LIMITS } from '../limits.js';
import { type FieldOptions, mustBeOneLine, TrimmedTextInput } from './fields.js';
import { Must } from './must.decorator.js';
import { isOneLine } from './text-rules.js';

/** Quotes, inside which an address may have commas and spaces, and characters without a glyph. */
const DISGUISES = /["\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Whether a text is exactly one e-mail address, which a mail header and a reader take for the same one. Characters that mail servers
 * may convert are refused with it, such as a full-width comma or at sign.
 */
export const isEmailAddress = (text: string): boolean =>
  text.length <= LIMITS.externalId &&
  isOneLine(text) &&
  isEmail(text) &&
  !DISGUISES.test(text) &&
  text.normalize('NFKC') === text.normalize('NFC');

/**
 * How addresses are compared. No mail server in use distinguishes the case of letters, and the same domain can be written in Unicode or
 * in ASCII (Punycode), in which mail servers get it.
 */
export function addressKey(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return (address.slice(0, at + 1) + (domainToASCII(domain) || domain)).normalize('NFC').toLowerCase();
}

export const EmailInput = (documented: FieldOptions): PropertyDecorator =>
  applyDecorators(
    TrimmedTextInput({ max: LIMITS.externalId, format: 'email', ...documented }),
    mustBeOneLine,
    Must('email', 'must be an e-mail address', (value) => typeof value === 'string' && isEmailAddress(value)),
  );
