import { expect, it } from '@jest/globals';
import { messageOf } from './message-of.js';

it('says what went wrong at each address of a name that has several', () => {
  const refused = [
    new Error('connect ECONNREFUSED ::1:5432'),
    new Error('connect ECONNREFUSED 127.0.0.1:5432'),
  ];
  expect(messageOf(new AggregateError(refused))).toBe(
    'connect ECONNREFUSED ::1:5432\nconnect ECONNREFUSED 127.0.0.1:5432',
  );
});

it('says what an error says, and what anything else thrown reads like', () => {
  expect(messageOf(new Error('Gone.'))).toBe('Gone.');
  expect(messageOf('gone')).toBe('gone');
});
