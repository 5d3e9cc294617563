import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Inject } from '@nestjs/common';
import type { Request, Response } from 'express';
import { isConnectionFailure } from '../../database/connection/connection-failure.js';
import { databaseErrorOf } from '../../database/connection/database-error.js';
import { DomainError } from '../../problems/domain-error.js';
import { LIMITS } from '../../limits.js';
import { LOG, type Log } from '../../observability/log.js';
import { Metrics } from '../../observability/metrics.js';
import { allowedMethods } from '../request/routes.js';
import { ReplayedResponse } from './replayed-response.js';
import type { StoredResponse } from '../../operations/idempotency.js';
import { sendProblem } from './send-problem.js';

/** SQLSTATE class "data exception": a value is invalid for its type. */
const DATA_EXCEPTION = '22';

/** Converts every thrown value to a problem document: application/problem+json (RFC 9457). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOG) private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<Request>();
    const response = host.switchToHttp().getResponse<Response>();
    // The deadline has passed, and enforceDeadline() has responded.
    if (response.writableEnded) return;
    if (thrown instanceof ReplayedResponse) return replay(response, thrown.stored);
    const error = this.domainErrorOf(thrown, request, response);
    if (response.headersSent) return void response.destroy();
    sendProblem(request, response, error);
  }

  private domainErrorOf(thrown: unknown, request: Request, response: Response): DomainError {
    if (thrown instanceof DomainError && thrown.code !== 'not_found') return thrown;
    if (isConnectionFailure(thrown)) {
      this.log.warn({ request_id: request.id, err: thrown }, 'database unavailable');
      return new DomainError('service_unavailable');
    }
    // Our own code throws only DomainErrors, so an HttpException of Nest means that no route matched.
    if (thrown instanceof DomainError || (thrown instanceof HttpException && thrown.getStatus() < 500)) {
      const methods = allowedMethods(request);
      // PATCH /actions/counts matches PATCH /actions/:action_id, which finds no such action.
      if (methods.length === 0 || methods.includes(request.method))
        return thrown instanceof DomainError ? thrown : noSuchPath(request);
      response.set('Allow', methods.join(', '));
      return new DomainError('method_not_allowed');
    }
    if (databaseErrorOf(thrown)?.code?.startsWith(DATA_EXCEPTION)) this.metrics.dbInputLeak.inc();
    this.log.error({ request_id: request.id, err: thrown }, 'unexpected error');
    return new DomainError('error');
  }
}

/**
 * The error of a path that no route has. A path that cannot be decoded may have a malformed company id, whose response must be the
 * same as that of an unknown company.
 */
function noSuchPath({ path }: Request): DomainError {
  try {
    decodeURIComponent(path);
  } catch {
    return new DomainError('not_found');
  }
  const shown = path.length > LIMITS.shownPath ? `${path.slice(0, LIMITS.shownPath)}…` : path;
  return new DomainError('not_found', `There is no such path: ${shown}.`);
}

function replay(response: Response, { status, etag, body }: StoredResponse): void {
  if (etag) response.set('ETag', etag);
  response
    .status(status)
    .set('Idempotency-Replayed', 'true')
    .type(status < 400 ? 'application/json' : 'application/problem+json')
    .send(body);
}
