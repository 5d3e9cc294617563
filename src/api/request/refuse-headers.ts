import type { NextFunction, Request, Response } from 'express';
import { DomainError } from '../../problems/domain-error.js';
import { sendProblem } from '../response/send-problem.js';
import { countHeader } from './request-headers.js';

/** Rejects requests whose Host or Expect header is not valid. Node would respond without a body. */
export function refuseHeaders(request: Request, response: Response, next: NextFunction): void {
  const error = errorOf(request);
  if (!error) return next();
  response.set('Cache-Control', 'no-store');
  sendProblem(request, response, error);
}

function errorOf(request: Request): DomainError | undefined {
  const { httpVersion, headers } = request;
  const hosts = countHeader(request, 'host');
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1'))
    return new DomainError('parse_error', 'The request must have exactly one Host header.');
  const { expect = '100-continue' } = headers;
  if (httpVersion === '1.1' && !/^100-continue$/i.test(expect)) return new DomainError('expectation_failed');
  return undefined;
}
