import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import type { Request, Response } from 'express';
import { isConnectionFailure } from '../../database/connection/connection-failure.js';
import { databaseErrorOf } from '../../database/connection/database-error.js';
import { DomainError } from '../../problems/domain-error.js';
import { LOG, type Log } from '../../observability/log.js';
import { Metrics } from '../../observability/metrics.js';
import { allowedMethods } from '../request/routes.js';
import { ReplayedResponse } from './replayed-response.js';
import type { StoredResponse } from '../../operations/idempotency.js';
import { sendProblem } from './send-problem.js';

/** The class of SQLSTATEs that say that a value is none for its type. */
const BAD_INPUT = '22';

/** Turns whatever was thrown into the one error shape: application/problem+json (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOG) private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    // It came too late (see answer-in-time.ts).
    if (response.writableEnded) return;
    if (thrown instanceof ReplayedResponse) return replay(response, thrown.stored);
    const error = this.domainErrorOf(thrown, request, response);
    if (response.headersSent) return void response.destroy();
    sendProblem(request, response, error);
  }

  private domainErrorOf(thrown: unknown, request: Request, response: Response): DomainError {
    if (thrown instanceof DomainError) return thrown;
    if (isConnectionFailure(thrown)) {
      this.log.warn({ request_id: request.id, err: thrown }, 'the database cannot serve');
      return new DomainError('service_unavailable');
    }
    // Our own code throws DomainErrors only: what Nest throws says that no route took the request.
    if (thrown instanceof HttpException && thrown.getStatus() < 500) {
      const methods = allowedMethods(request);
      if (methods.length === 0) return new DomainError('not_found');
      response.set('Allow', methods.join(', '));
      return new DomainError('method_not_allowed');
    }
    if (databaseErrorOf(thrown)?.code?.startsWith(BAD_INPUT)) this.metrics.dbInputLeak.inc();
    this.log.error({ request_id: request.id, err: thrown }, 'defect');
    return new DomainError('error');
  }
}

function replay(response: Response, { status, etag, body }: StoredResponse): void {
  if (etag) response.set('ETag', etag);
  response
    .status(status)
    .set('Idempotency-Replayed', 'true')
    .type(status < 400 ? 'application/json' : 'application/problem+json')
    .send(body);
}
