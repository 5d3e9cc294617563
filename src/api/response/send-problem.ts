import type { Request, Response } from 'express';
import type { DomainError } from '../../problems/domain-error.js';
import { PROBLEM_HEADERS, problemDocument } from '../../problems/problem.js';

export function sendProblem(request: Request, response: Response, error: DomainError): void {
  const problem = problemDocument(error, request.id);
  // The rate limits set a longer time.
  if (error.code === 'throttled' && !response.hasHeader('Retry-After')) response.set('Retry-After', '1');
  if (error.code === 'delivery_in_progress')
    response.set('Retry-After', String(secondsUntil(String(error.extras.lease_until))));
  response
    .status(problem.status)
    .set(PROBLEM_HEADERS[error.code] ?? {})
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

const secondsUntil = (time: string): number =>
  Math.max(1, Math.ceil((Date.parse(time) - Date.now()) / 1_000));
