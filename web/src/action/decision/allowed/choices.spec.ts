import { describe, expect, it } from '@jest/globals';
import type { Action } from '../../action.js';
import { choicesOf } from './choices.js';

const UNDECIDED = {
  status: 'proposed',
  is_deleted: false,
  action_type: 'email',
  delivery: null,
  allowed_actions: ['approve', 'reject', 'send', 'cancel', 'complete'],
};
const APPROVED = { ...UNDECIDED, status: 'processing', allowed_actions: ['reject', 'cancel', 'complete'] };
const of = (values: object, isTyping = false) => choicesOf(values as Action, isTyping);

describe('choicesOf', () => {
  it('an undecided e-mail is approved, edited or rejected first', () => {
    expect(of(UNDECIDED)).toEqual({
      primary: 'approve',
      mayEdit: true,
      mayReject: true,
      more: ['complete', 'send', 'cancel', 'delete'],
    });
  });
  it('while a person types, nothing that would lose the text is offered', () => {
    expect(of(UNDECIDED, true).more).toEqual(['send']);
  });
  it('a call is not sent', () => {
    expect(of({ ...UNDECIDED, action_type: 'call' }).more).toEqual(['complete', 'cancel', 'delete']);
  });
  it('an approved call is completed first', () => {
    expect(of({ ...APPROVED, action_type: 'call' })).toMatchObject({ primary: 'complete', more: ['cancel'] });
  });
  it.each(['failed', 'unknown'])('an e-mail whose delivery is %s is tried again first', (status) => {
    expect(of({ ...APPROVED, delivery: { way: 'built_in', status } }).primary).toBe('retry');
  });
  it('an e-mail that waits to be sent can still be completed or cancelled', () => {
    expect(of({ ...APPROVED, delivery: { way: 'built_in', status: 'waiting' } })).toMatchObject({
      primary: null,
      mayEdit: false,
      mayReject: false,
      more: ['complete', 'cancel'],
    });
  });
  it('a deleted action is restored, an expired one is rejected', () => {
    expect(of({ ...UNDECIDED, is_deleted: true, allowed_actions: [] })).toMatchObject({
      primary: 'restore',
      more: [],
    });
    expect(of({ ...UNDECIDED, allowed_actions: ['reject', 'cancel'] })).toEqual({
      primary: null,
      mayEdit: false,
      mayReject: true,
      more: ['cancel'],
    });
  });
  it('nothing is offered once it has ended, or while a worker has it', () => {
    const none = { primary: null, mayEdit: false, mayReject: false, more: [] };
    expect(of({ ...UNDECIDED, status: 'completed', allowed_actions: [] })).toEqual(none);
    expect(
      of({ ...APPROVED, allowed_actions: [], delivery: { way: 'built_in', status: 'sending' } }),
    ).toEqual(none);
  });
});
