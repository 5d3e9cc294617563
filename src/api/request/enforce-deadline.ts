import type { NextFunction, Request, Response } from 'express';
import { runWithClaim } from '../../database/pool/claim.js';
import { LIMITS } from '../../limits.js';
import { DomainError } from '../../problems/domain-error.js';
import { type Deadline, runWithDeadline } from '../../time/deadline.js';
import { sendProblem } from '../response/send-problem.js';

/**
 * Responds with 503 at the request's deadline, whichever step hangs. Later changes of the request are not committed. Opens the
 * claim under which the request takes connections.
 */
export function enforceDeadline(request: Request, response: Response, next: NextFunction): void {
  let timer: NodeJS.Timeout | undefined;
  const abandonment = new AbortController();
  const deadline: Deadline = {
    hasPassed: false,
    at: Infinity,
    abandoned: abandonment.signal,
    extend(ms) {
      clearTimeout(timer);
      deadline.at = performance.now() + ms;
      if (ms === Infinity || response.closed) return;
      timer = setTimeout(() => {
        deadline.hasPassed = true;
        if (!response.headersSent) sendProblem(request, response, new DomainError('service_unavailable'));
        // A response that is sent in pieces must not look complete.
        else if (!response.writableEnded) response.destroy();
        abandonment.abort();
      }, ms);
    },
  };
  deadline.extend(LIMITS.deadlineMs);
  response.once('close', () => {
    clearTimeout(timer);
    if (!response.writableFinished) abandonment.abort();
  });
  runWithDeadline(deadline, () => runWithClaim('not authenticated', next));
}
