import { createHash } from 'node:crypto';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { DomainError } from '../../problems/domain-error.js';
import { problemDocument } from '../../problems/problem.js';
import { StoredAnswer } from '../response/stored-answer.js';
import type { CallerRequest } from '../access/caller.decorator.js';
import { type Answer, IdempotencyRepository } from '../../operations/idempotency.js';

/**
 * Gives every write that comes with an Idempotency-Key one effect and one answer. Good answers and invalid_state are kept
 * with the work, in its transaction; whatever else goes wrong leaves nothing behind, so that it can be tried again.
 */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly idempotency: IdempotencyRepository) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<CallerRequest>();
    const key = request.get('idempotency-key');
    if (key === undefined || request.method === 'GET' || request.method === 'HEAD') return next.handle();
    return from(this.once(request, http.getResponse<Response>(), key, next));
  }

  private async once(
    request: CallerRequest,
    response: Response,
    key: string,
    next: CallHandler,
  ): Promise<unknown> {
    let failure: DomainError | undefined;
    let body: unknown;
    const work = async (): Promise<Answer> => {
      try {
        body = await lastValueFrom(next.handle());
        return {
          status: response.statusCode,
          etag: response.get('ETag') ?? null,
          body: JSON.stringify(body),
        };
      } catch (error) {
        if (!(error instanceof DomainError && error.code === 'invalid_state')) throw error;
        failure = error;
        const problem = problemDocument(error, request.id);
        return { status: problem.status, etag: null, body: JSON.stringify(problem) };
      }
    };
    const identity = {
      companyId: request.company,
      apiTokenId: request.user.tokenId,
      operation: `${request.method} ${request.path}`,
      key,
    };
    const { answer, replayed } = await this.idempotency.once(identity, fingerprint(request), work);
    if (replayed) throw new StoredAnswer(answer);
    if (failure) throw failure;
    return body;
  }
}

/** Of all that the request says besides its key and path. */
function fingerprint({ query, body, headers }: CallerRequest): string {
  const said = JSON.stringify({ query, body, ifMatch: headers['if-match'] });
  return createHash('sha256').update(said).digest('hex');
}
