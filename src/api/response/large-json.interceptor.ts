import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { map, mergeMap, type Observable } from 'rxjs';
import { BULK } from '../request/bulk.decorator.js';
import { jsonPieces } from './json-pieces.js';
import { LargeJson } from './large-json.js';
import { streamResponse } from './stream-response.js';

/**
 * Sends large responses in pieces, those of bulk operations too: JSON.stringify() of megabytes would stall other requests. Comes
 * before the other interceptors, so that idempotency sees the response as an object.
 */
@Injectable()
export class LargeJsonInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const isBulk = this.reflector.get<object | undefined>(BULK, context.getHandler()) !== undefined;
    if (isBulk) return next.handle().pipe(mergeMap((body: unknown) => streamIfLarge(request, body)));
    const send = (body: unknown) =>
      body instanceof LargeJson ? streamResponse(request, jsonPieces(body.value)) : body;
    return next.handle().pipe(map(send));
  }
}

/** A response of one piece is returned as it is, so that it has a Content-Length. */
async function streamIfLarge(request: Request, body: unknown): Promise<unknown> {
  const pieces = jsonPieces(body);
  const first = await pieces.next();
  const second = await pieces.next();
  if (first.done || second.done) return body;
  async function* all(): AsyncGenerator<string> {
    yield* [first.value, second.value] as string[];
    yield* pieces;
  }
  return streamResponse(request, all());
}
