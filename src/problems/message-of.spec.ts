import { expect, it } from '@jest/globals';
import { DomainError } from './domain-error.js';
import { messageOf } from './message-of.js';

it('returns the message for each address of a host', () => {
  const refused = [
    new Error('connect ECONNREFUSED ::1:5432'),
    new Error('connect ECONNREFUSED 127.0.0.1:5432'),
  ];
  expect(messageOf(new AggregateError(refused))).toBe(
    'connect ECONNREFUSED ::1:5432\nconnect ECONNREFUSED 127.0.0.1:5432',
  );
});

it('returns the message of an error, and any other thrown value as text', () => {
  expect(messageOf(new Error('Gone.'))).toBe('Gone.');
  expect(messageOf('gone')).toBe('gone');
});

it('returns the messages of all invalid fields for an invalid input', () => {
  const error = DomainError.invalid([
    { in: 'body', field: 'a', code: 'range', detail: 'a must be above zero.' },
    { in: 'body', field: 'b', code: 'unknown', detail: 'b is not a known field.' },
  ]);
  expect(messageOf(error)).toBe('a must be above zero.\nb is not a known field.');
});
