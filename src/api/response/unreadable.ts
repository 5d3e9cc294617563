import { type Server, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../problems/domain-error.js';
import { problemDocument } from '../../problems/problem.js';

/** Responds to invalid HTTP, which never becomes a request, with a problem document; Node would respond without a body. */
export function respondToInvalidHttp(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Duplex) => {
    const isHead = error.rawPacket?.subarray(0, 5).toString() === 'HEAD ';
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else socket.end(responseTo(error.code, isHead));
  });
}

function responseTo(code: string | undefined, isHead: boolean): string {
  const error =
    code === 'HPE_HEADER_OVERFLOW'
      ? new DomainError('too_large', 'The headers are larger than 16 KiB.')
      : new DomainError('parse_error', 'The request is not valid HTTP, or it timed out.');
  const problem = problemDocument(error, uuidv7());
  const body = JSON.stringify(problem);
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${problem.request_id}`,
    '',
    isHead ? '' : body,
  ].join('\r\n');
}
