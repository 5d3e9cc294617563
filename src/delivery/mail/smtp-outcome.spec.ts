import { describe, expect, it } from '@jest/globals';
import { outcomeOf, type SmtpError } from './smtp-outcome.js';

const reply = (response: string): SmtpError => ({
  code: 'EENVELOPE',
  response,
  responseCode: Number(response.slice(0, 3)),
  recipient: 'ngozi@acme.example',
});
const refusedBy = (response: string) =>
  outcomeOf({ ...reply(response), rejectedErrors: [reply(response)] }, false).refused;

describe('outcomeOf', () => {
  it.each([
    '550 no such user',
    '550 5.1.1 unknown',
    '551-5.1.6 moved',
    '553 not allowed',
    '554 5.2.1 disabled',
  ])('reports the address as refused for good after %s', (response) => {
    expect(refusedBy(response)).toEqual(['ngozi@acme.example']);
  });

  it.each([
    '554 5.7.1 Relay access denied',
    '550 5.7.1 Client host blocked',
    '550-5.7.26 unauthenticated',
    '554 no',
    '530 login',
    '450 4.2.1 later',
  ])('does not blame the address for %s', (response) => {
    expect(refusedBy(response)).toEqual([]);
  });

  it.each([
    ['530 5.7.0 Authentication required', 'temporary'],
    ['550 5.7.1 Client host blocked', 'permanent'],
    ['421 4.3.2 shutting down', 'temporary'],
  ])('takes %s for %s', (response, kind) => {
    expect(outcomeOf(reply(response), false).kind).toBe(kind);
  });
});
