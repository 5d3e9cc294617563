import type { NextFunction, Request, Response } from 'express';
import { runWithDeadline, type Deadline } from '../../time/deadline.js';
import { DomainError } from '../../problems/domain-error.js';
import { LIMITS } from '../../limits.js';
import { sendProblem } from '../response/send-problem.js';

/**
 * Answers 503 where no answer has come in time, whatever it is that hangs: a request takes several steps, and each may wait.
 * What the request was about to change is not committed any more.
 */
export function enforceDeadline(request: Request, response: Response, next: NextFunction): void {
  let timer: NodeJS.Timeout | undefined;
  const waiter: Deadline = {
    hasPassed: false,
    wait(ms) {
      clearTimeout(timer);
      if (ms === Infinity || response.closed) return;
      timer = setTimeout(() => {
        waiter.hasPassed = true;
        if (!response.headersSent) sendProblem(request, response, new DomainError('service_unavailable'));
      }, ms);
    },
  };
  waiter.wait(LIMITS.answerMs);
  response.once('close', () => clearTimeout(timer));
  runWithDeadline(waiter, next);
}
