import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import type { Request } from 'express';
import { LIMITS } from '../../limits.js';
import { extendDeadline } from '../../time/deadline.js';

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * A response that is made piece by piece, as fast as the client reads it. It has a later deadline, because the usual one promises
 * the first byte. If a piece fails or the client disconnects, the connection is closed and no more pieces are made, so a truncated
 * response does not look complete.
 * @param type the content type, unless the response has one already
 */
export function streamResponse(
  request: Request,
  pieces: AsyncGenerator<string>,
  type = JSON_TYPE,
): StreamableFile {
  const isHead = request.method === 'HEAD';
  if (isHead) void pieces.return(undefined);
  else extendDeadline(LIMITS.streamDeadlineMs);
  const readable = Readable.from(isHead ? [] : pieces, { objectMode: false });
  return new StreamableFile(readable, { type }).setErrorHandler((_, response) => response.destroy?.());
}
