import { isEmail, isUUID } from 'class-validator';
import { InvalidArgumentError } from 'commander';
import { normalizeText } from '../input/normalize-text.js';
import { hasAtMost, isBlank, isNormalizable, isOneLine, isStorable } from '../input/text-rules.js';
import { isCalendarDate, utcDay } from '../time/calendar-date.js';
import { LIMITS } from '../limits.js';

// Parsers of arguments: each returns the value, or throws an InvalidArgumentError that says what is allowed.

export function nameArgument(text: string): string {
  const name = normalizeText(text);
  if (isBlank(name) || !hasAtMost(name, LIMITS.externalId))
    throw new InvalidArgumentError(`It must have 1 to ${LIMITS.externalId} characters.`);
  if (isOneLine(name) && isStorable(name) && isNormalizable(name)) return name;
  throw new InvalidArgumentError('It must be one line of text without control characters.');
}

export function emailArgument(text: string): string {
  const email = normalizeText(text);
  if (isEmail(email)) return email;
  throw new InvalidArgumentError('It must be an e-mail address.');
}

export function idArgument(text: string): string {
  if (isUUID(text)) return text;
  throw new InvalidArgumentError('It must be a UUID.');
}

export function dayArgument(text: string): string {
  if (isCalendarDate(text)) return text;
  throw new InvalidArgumentError('It must be a real calendar date, YYYY-MM-DD.');
}

export const today = (): string => utcDay(new Date());
