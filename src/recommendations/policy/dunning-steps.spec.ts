import { describe, expect, it } from '@jest/globals';
import { type Step, STEPS } from './dunning-steps.js';

const FACTS = {
  customer: 'Larkfield Mills',
  contact: 'Ada Brook',
  number: 'INV-1042',
  amount: '€9,876,543,210,987.65',
  due: 'January 31, 2026',
  lastContacted: 'February 7, 2026',
  lastStep: 'Call the customer, on February 7, 2026',
};

const steps: [code: string, step: Step][] = Object.entries(STEPS);

describe.each(steps)('the draft of %s', (_code, { actionType, description, subject, content }) => {
  const texts = { description: description(FACTS), subject: subject(FACTS), content: content(FACTS) };

  it('contains the number, amount and due date of the invoice', () => {
    expect(texts.description).toContain('for €9,876,543,210,987.65, due on January 31, 2026');
    for (const text of [texts.description, texts.content])
      for (const figure of ['INV-1042', FACTS.amount, FACTS.due]) expect(text).toContain(figure);
    expect(texts.description).toContain('Larkfield Mills');
    expect(texts.subject).toContain('INV-1042');
    expect(texts.subject.length).toBeLessThan(120);
  });

  it('has no empty placeholder, and no number of days or weeks overdue', () => {
    const all = Object.values(texts).join('\n');
    expect(all).not.toMatch(/undefined|null|NaN|\$\{|  /);
    expect(all).not.toMatch(/(days?|weeks?) overdue/);
  });

  it('is a letter if it is an e-mail, otherwise a list', () => {
    const shape =
      actionType === 'email'
        ? /^Hello Ada Brook,\n\n[^]{100,}\n\nKind regards,\nAccounts Receivable$/
        : /^(- [^\n]+\n)+- [^\n]+$/;
    expect(texts.content).toMatch(shape);
  });
});
