import { DomainError, type FieldError } from './domain-error.js';

/**
 * The message of an error, for a terminal; of an invalid input, the messages of all invalid fields. If a host has several
 * addresses, Node's AggregateError has no message of its own.
 */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('\n');
  if (error instanceof DomainError && error.code === 'invalid')
    return (error.extras.errors as FieldError[]).map(({ detail }) => detail).join('\n');
  return error instanceof Error ? error.message : String(error);
}
