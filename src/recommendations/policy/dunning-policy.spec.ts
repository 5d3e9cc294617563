import { describe, expect, it } from '@jest/globals';
import {
  afterDue,
  call,
  decisionAt,
  declined,
  email,
  history,
  stepsAt,
  task,
  until,
} from '../../../test/support/policy-cases.js';

const FRIENDLY = ['email send_friendly_reminder', 'call call_customer'];
const SECOND = ['email send_second_reminder', 'call call_customer'];
const CALL = ['call call_customer', 'email request_payment_date'];
const FINAL = ['email send_final_notice', 'task escalate_internally'];
const ESCALATE = ['task escalate_internally', 'call call_for_payment_plan'];
const DISPUTE = ['task resolve_dispute', 'call call_about_dispute'];
const COURTESY = ['email send_courtesy_reminder'];
const FIRST = ['email send_first_notice', 'call call_customer'];

describe('the dunning policy', () => {
  it.each<[number, string | undefined, string[] | string]>([
    [-4, undefined, until(-3)],
    [-3, 'invoice_due_soon', COURTESY],
    [0, 'invoice_due_soon', COURTESY],
    [1, 'overdue_1_to_7_days', FRIENDLY],
    [7, 'overdue_1_to_7_days', FRIENDLY],
    [8, 'overdue_8_to_21_days', SECOND],
    [21, 'overdue_8_to_21_days', SECOND],
    [22, 'overdue_22_to_45_days', CALL],
    [45, 'overdue_22_to_45_days', CALL],
    [46, 'overdue_46_to_90_days', FINAL],
    [90, 'overdue_46_to_90_days', FINAL],
    [91, 'overdue_over_90_days', ESCALATE],
    [400, 'overdue_over_90_days', ESCALATE],
  ])('recommends at %i days overdue to a customer who knows: %s, %j', (days, event, expected) => {
    const decision = decisionAt(days);
    expect('triggerEvent' in decision ? decision.triggerEvent : undefined).toBe(event);
    expect(stepsAt(days)).toEqual(expected);
  });

  it.each<[number, string[]]>([
    [-3, COURTESY],
    [1, FRIENDLY],
    [8, FIRST],
    [22, FIRST],
    [46, FIRST],
    [91, FIRST],
    [1000, FIRST],
  ])('R4: at %i days overdue first tells a customer who was never contacted: %j', (days, expected) => {
    expect(stepsAt(days, history())).toEqual(expected);
  });

  it('R4: escalates internally if a person declined every first contact', () => {
    const refused = history(declined(email(46, 'send_first_notice')), declined(call(46)));
    expect(stepsAt(60, refused)).toEqual(['task escalate_internally']);
  });

  it.each([-3, 0, 1, 91])('resolves a dispute first at %i days overdue', (days) => {
    expect(stepsAt(days, { disputed: true })).toEqual(DISPUTE);
    expect(stepsAt(days, { disputed: true, promisedOn: '2030-01-01' })).toEqual(DISPUTE);
  });

  it('recommends nothing more than three days before the due date, even for a disputed invoice', () => {
    expect(stepsAt(-4, { disputed: true })).toBe(until(-3));
  });

  it('is quiet until the day after a promise', () => {
    expect(stepsAt(10, { promisedOn: afterDue(30) })).toBe(until(31));
    expect(stepsAt(10, { promisedOn: afterDue(9) })).toEqual(SECOND);
  });

  it.each<[number, number, string[] | string]>([
    [-3, 0, until(5)],
    [0, 7, until(1)],
    [0, 8, COURTESY],
    [2, 1, ['task wait_for_customer', 'email send_friendly_reminder']],
    [10, 7, ['task wait_for_customer', 'email send_second_reminder']],
    [10, 8, SECOND],
    [30, 7, ['task wait_for_customer', 'call call_customer']],
    [60, 7, ['task wait_for_customer', 'email send_final_notice']],
    [100, 7, ['task wait_for_customer', 'task escalate_internally']],
  ])('at %i days overdue, contacted by an agent %i days ago: %j', (days, ago, expected) => {
    expect(stepsAt(days, history(email(days - ago, 'write_a_sonnet')))).toEqual(expected);
  });

  it('is quiet until the end of the pause if a person has decided on the wait', () => {
    const waited = [email(9, 'announce'), task(11, 'wait_for_customer')];
    expect(stepsAt(12, history(...waited))).toBe(until(17));
    expect(stepsAt(17, history(...waited))).toEqual(SECOND);
  });

  it.each([false, true])(
    'L6: recommends no e-mail to a customer without an address (disputed: %s)',
    (disputed) => {
      for (let days = 1; days <= 120; days++) {
        const steps = stepsAt(days, { recipient: null, disputed, ...history() });
        expect(steps).toEqual(expect.arrayContaining([expect.stringMatching(/^(call|task) /)]));
        expect(steps.toString()).not.toContain('email');
      }
    },
  );
});
