import type { NextFunction, Request, Response } from 'express';
import { LIMITS } from '../../limits.js';
import { DomainError } from '../../problems/domain-error.js';
import { type Deadline, runWithDeadline } from '../../time/deadline.js';
import { sendProblem } from '../response/send-problem.js';

/** Responds with 503 at the request's deadline, whichever step hangs. Later changes of the request are not committed. */
export function enforceDeadline(request: Request, response: Response, next: NextFunction): void {
  let timer: NodeJS.Timeout | undefined;
  const deadline: Deadline = {
    hasPassed: false,
    extend(ms) {
      clearTimeout(timer);
      if (ms === Infinity || response.closed) return;
      timer = setTimeout(() => {
        deadline.hasPassed = true;
        if (!response.headersSent) sendProblem(request, response, new DomainError('service_unavailable'));
      }, ms);
    },
  };
  deadline.extend(LIMITS.deadlineMs);
  response.once('close', () => clearTimeout(timer));
  runWithDeadline(deadline, next);
}
