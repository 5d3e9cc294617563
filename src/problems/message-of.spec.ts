import { expect, it } from '@jest/globals';
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
