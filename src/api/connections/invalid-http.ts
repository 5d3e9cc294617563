import { type IncomingMessage, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Request, Response } from 'express';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../../problems/domain-error.js';
import { problemDocument } from '../../problems/problem.js';
import { sendProblem } from '../response/send-problem.js';
import { type Connection, type Connections, endWith } from './connections.js';

type ParserError = Error & { code?: string; rawPacket?: Buffer };

const TIMEOUT_CODE = 'ERR_HTTP_REQUEST_TIMEOUT';
const TIMED_OUT = 'The request timed out.';

/**
 * Responds with a problem document to what never becomes a request of the application: invalid HTTP, requests that time out, and
 * CONNECT. Node would respond without a body, or not at all. The responses to the requests before it are sent first.
 */
export function respondToInvalidHttp(server: Server, connections: Connections): void {
  server.on('clientError', (error: ParserError, socket: Duplex) => {
    const connection = connections.of(socket as Socket);
    const isHead = error.rawPacket?.subarray(0, 5).toString() === 'HEAD ';
    // The end of the connection is under way.
    if (connection?.finish) return;
    const isGone = error.code === 'ECONNRESET' || !socket.writable;
    // Browsers and proxies open connections for later requests.
    const isUnused = error.code === TIMEOUT_CODE && (socket as Socket).bytesRead === 0;
    if (!connection || isGone || isUnused) socket.destroy();
    else refuse(connection, errorOf(error.code), isHead);
  });
  server.on('timeout', (socket: Socket) => {
    const connection = connections.of(socket);
    const [exchange] = connection?.exchanges ?? [];
    if (connection && exchange && !exchange.request.complete)
      refuse(connection, new DomainError('parse_error', TIMED_OUT));
    // The client does not read the response, or sends no request.
    else socket.destroy();
  });
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    const connection = connections.of(socket as Socket);
    if (connection) endWith(connection, responseOf(new DomainError('method_not_allowed')));
  });
}

function errorOf(code: string | undefined): DomainError {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new DomainError('too_large', 'The headers are larger than 16 KiB.');
  if (code === TIMEOUT_CODE) return new DomainError('parse_error', TIMED_OUT);
  return new DomainError('parse_error', 'The request is not valid HTTP.');
}

function refuse(connection: Connection, error: DomainError, isHead = false): void {
  const { socket, exchanges } = connection;
  const last = exchanges.at(-1);
  // Otherwise the error is after the last request.
  const isInBody = last && !last.request.complete;
  // Before its start, a request is no request of Express.
  if (isInBody && last.isStarted) {
    const { request, response } = last;
    if (response.headersSent && !response.writableEnded) return void socket.destroy();
    endWith(connection, '');
    if (response.writableEnded) return;
    response.setHeader('Connection', 'close');
    return sendProblem(request as Request, response as Response, error);
  }
  if (isInBody) exchanges.pop();
  endWith(connection, responseOf(error, isHead));
}

function responseOf(error: DomainError, isHead = false): string {
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
