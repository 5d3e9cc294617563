import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { sha256OfJson } from '../../hashing.js';
import { Idempotency } from '../../operations/idempotency.js';
import { scopeOf } from '../../operations/scope-of.js';
import type { CallerRequest } from '../access/caller.decorator.js';
import { jsonText } from '../response/json-pieces.js';
import { ReplayedResponse } from '../response/replayed-response.js';
import { allowedVersions } from './request-headers.js';

/** Performs a write with an Idempotency-Key at most once; a repeated request gets the stored response. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly idempotency: Idempotency) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<CallerRequest>();
    const key = request.get('idempotency-key');
    // A session is not data of a company.
    if (key === undefined || !request.company) return next.handle();
    if (request.method === 'GET' || request.method === 'HEAD') return next.handle();
    return from(this.once(request, http.getResponse<Response>(), key, next));
  }

  private async once(
    request: CallerRequest,
    response: Response,
    key: string,
    next: CallHandler,
  ): Promise<unknown> {
    const { company, user, id } = request;
    const operation = operationOf(request);
    const outcome = await this.idempotency.run(
      {
        identity: { companyId: company, apiTokenId: user.tokenId, operation, key },
        sha256: await hashOf(request),
        requestId: id,
      },
      () => lastValueFrom(next.handle()),
      async (body) => ({
        status: response.statusCode,
        etag: response.get('ETag') ?? null,
        body: await jsonText(body),
      }),
    );
    if ('stored' in outcome) throw new ReplayedResponse(outcome.stored);
    return outcome.result;
  }
}

/** From the route and not from the path, which a client can spell in several ways: in capitals, percent-encoded, with a slash at the end. */
const operationOf = ({ method, route, params }: CallerRequest): string =>
  scopeOf(`${method} ${(route as { path: string }).path}`, params as Record<string, string>);

/** SHA-256 of the request without its key and path; the order of its members makes no difference. */
const hashOf = ({ query, body, headers }: CallerRequest): Promise<string> =>
  sha256OfJson({ query, body: body as unknown, versions: allowedVersions(headers['if-match']) });
