import { describe, expect, it } from '@jest/globals';
import { decision } from '../../../texts/en/decision.js';
import { needsComment, REASON_CODES, reasonOfKey, rejectionOf } from './reasons.js';

describe('the reasons of a rejection', () => {
  it('have a digit each, and no other key', () => {
    expect(['1', '2', '3', '4', '5', '6', '7'].map(reasonOfKey)).toEqual([...REASON_CODES]);
    expect(['0', '8', '9', 'a', 'Enter', '11', ''].map(reasonOfKey)).toEqual(Array(7).fill(null));
  });

  it('have a text each', () => {
    expect(Object.keys(decision.reasons.codes)).toEqual([...REASON_CODES]);
  });

  it('need a comment only if the reason is another one', () => {
    expect(needsComment('other', '  ')).toBe(true);
    expect(needsComment('other', 'Sold.')).toBe(false);
    expect(needsComment('paid', '')).toBe(false);
  });

  it('go out with the comment, unless it is blank', () => {
    expect(rejectionOf('paid', ' ')).toEqual({ reason: 'paid' });
    expect(rejectionOf('other', ' Sold. ')).toEqual({ reason: 'other', comment: 'Sold.' });
  });
});
