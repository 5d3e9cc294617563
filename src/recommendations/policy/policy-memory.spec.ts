import { describe, expect, it } from '@jest/globals';
import {
  call,
  declined,
  email,
  history,
  INTRODUCED,
  recommendAt,
  stepsAt,
  task,
  until,
  withDeadline,
} from '../../../test/support/policy-cases.js';

const REVIEW = ['task review_invoice'];

describe('the memory of the policy', () => {
  it('recommends no step twice, also in a run for a day before it was taken', () => {
    const later = history(INTRODUCED, email(50, 'send_second_reminder'));
    expect(stepsAt(10, later)).toEqual(['call call_customer']);
  });

  it('counts a contact of the next day in UTC, which can be the same day for the customer', () => {
    expect(stepsAt(10, history(email(11, 'announce')))).toEqual([
      'task wait_for_customer',
      'email send_second_reminder',
    ]);
  });

  it('R3: goes on to the next step of the stage, and to the next stage when it begins', () => {
    expect(stepsAt(54, history(INTRODUCED, email(46, 'send_final_notice')))).toEqual([
      'task escalate_internally',
    ]);
    const escalated = history(INTRODUCED, email(46, 'send_final_notice'), task(54, 'escalate_internally'));
    expect(stepsAt(60, escalated)).toBe(until(69));
    expect(stepsAt(69, escalated)).toBe(until(91));
    expect(stepsAt(91, escalated)).toEqual(['call call_for_payment_plan']);
  });

  it('R5: comes back after seven days with the next step if a person declined one', () => {
    const rejected = history(INTRODUCED, declined(task(130, 'escalate_internally')));
    expect(stepsAt(130, rejected)).toBe(until(138));
    expect(stepsAt(138, rejected)).toEqual(['call call_for_payment_plan']);
  });

  it('R5: asks for a decision every 30 days once every step was taken, with another text each time', () => {
    const steps = [INTRODUCED, task(100, 'escalate_internally'), call(114)];
    steps.push({ ...call(121), code: 'call_for_payment_plan' });
    expect(stepsAt(128, history(...steps))).toEqual(['task wait_for_customer']);
    expect(stepsAt(129, history(...steps))).toEqual(REVIEW);
    const texts = [129, 160, 191].map((days) => {
      const review = recommendAt(days, history(...steps)).alternatives[0]!;
      steps.push({ ...task(days, 'review_invoice'), label: review.recommendationLabel });
      expect(stepsAt(days + 30, history(...steps))).toBe(until(days + 31));
      return review.content;
    });
    expect(new Set(texts).size).toBe(3);
  });

  it('R5: comes back to a disputed invoice too', () => {
    const tried = [task(10, 'resolve_dispute'), declined({ ...call(30), code: 'call_about_dispute' })];
    expect(stepsAt(25, { disputed: true, ...history(tried[0]!) })).toEqual(['call call_about_dispute']);
    expect(stepsAt(24, { disputed: true, ...history(tried[0]!) })).toBe(until(25));
    expect(stepsAt(38, { disputed: true, ...history(...tried) })).toEqual(REVIEW);
  });

  describe('with a response deadline', () => {
    const reminded = (deadline: number) => history(withDeadline(email(10, 'send_second_reminder'), deadline));
    const NEXT = ['call call_customer'];
    const WAIT = ['task wait_for_customer', ...NEXT];

    it('recommends the next step on the day after the deadline, before the pause would have ended', () => {
      expect(stepsAt(12, reminded(12))).toEqual(WAIT);
      expect(stepsAt(13, reminded(12))).toEqual(NEXT);
      expect(stepsAt(13, history(email(10, 'send_second_reminder')))).toEqual(WAIT);
    });

    it('waits until the deadline, also after the pause would have ended', () => {
      expect(stepsAt(17, reminded(20))).toEqual(WAIT);
      expect(stepsAt(18, reminded(20))).toBe(until(21));
      expect(stepsAt(21, reminded(20))).toEqual(NEXT);
    });

    it('recommends the next step at once if the deadline has passed before', () => {
      expect(stepsAt(10, reminded(-5))).toEqual(NEXT);
    });

    it('waits for 90 days at most, and not for the answer to a step that was declined', () => {
      expect(stepsAt(100, reminded(9_000))).toBe(until(101));
      expect(stepsAt(101, reminded(9_000))).toEqual([
        'task escalate_internally',
        'call call_for_payment_plan',
      ]);
      const rejected = history(INTRODUCED, declined(withDeadline(call(10), 60)));
      expect(stepsAt(18, rejected)).toEqual(['email send_second_reminder']);
    });
  });
});
