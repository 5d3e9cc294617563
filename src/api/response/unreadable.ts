import { type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../problems/domain-error.js';
import { problemDocument } from '../../problems/problem.js';

/** What is not HTTP never becomes a request: Node would answer it without a body, but every error has the one shape. */
export function answerUnreadable(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Duplex) => {
    const headOnly = error.rawPacket?.subarray(0, 5).toString() === 'HEAD ';
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else socket.end(answerTo(error.code, headOnly));
  });
}

function answerTo(code: string | undefined, headOnly: boolean): string {
  const error =
    code === 'HPE_HEADER_OVERFLOW'
      ? new DomainError('too_large', 'The headers are larger than 16 KiB.')
      : new DomainError('parse_error', 'The request is not valid HTTP, or did not come in time.');
  const problem = problemDocument(error, uuidv7());
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${problem.request_id}`,
    '',
    headOnly ? '' : body,
  ].join('\r\n');
}
