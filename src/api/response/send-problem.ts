import type { Request, Response } from 'express';
import type { DomainError } from '../../problems/domain-error.js';
import { PROBLEM_HEADERS, problemDocument } from '../../problems/problem.js';

export function sendProblem(request: Request, response: Response, error: DomainError): void {
  const problem = problemDocument(error, request.id);
  const { lease_until, retry_at } = error.extras;
  const retryAt = lease_until ?? retry_at;
  if (typeof retryAt === 'string') response.set('Retry-After', String(secondsUntil(retryAt)));
  // The rate limits set a longer time.
  if (error.code === 'throttled' && !response.hasHeader('Retry-After')) response.set('Retry-After', '1');
  response
    .status(problem.status)
    .set(PROBLEM_HEADERS[error.code] ?? {})
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

const secondsUntil = (time: string): number =>
  Math.max(1, Math.ceil((Date.parse(time) - Date.now()) / 1_000));
