import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Injectable } from '@nestjs/common';
import { LIMITS } from '../../limits.js';
import { addressOf } from './address-of.js';
import { RequestStarts } from './request-starts.js';

/** A request without a complete response. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  /** Starts it when it is its turn. */
  handle: () => void;
  isStarted: boolean;
}

/** An open connection. Its first exchange is in progress; the others wait, because the client has pipelined them. */
export interface Connection {
  socket: Socket;
  exchanges: Exchange[];
  /** Set if the connection ends after its exchanges. */
  finish?: () => void;
}

/**
 * The open connections of the HTTP server. Handles the requests of a connection one after the other: Node would handle all
 * pipelined requests at once, and keep their responses in memory.
 */
@Injectable()
export class Connections {
  private readonly open = new Map<Socket, Connection>();
  private readonly starts = new RequestStarts();
  private isClosing = false;

  /** Takes the place of the server's listener for requests. Call it before the server listens. */
  serve(server: Server): void {
    const [listener] = server.listeners('request') as RequestListener[];
    server.removeAllListeners('request');
    server.on('request', (request, response) => this.accept(request, response, listener!));
    server.on('connection', (socket: Socket) => {
      const connection: Connection = { socket, exchanges: [] };
      this.open.set(socket, connection);
      // Reading the body of the first request resumes the socket.
      socket.on('resume', () => pauseIfBusy(connection));
      socket.once('close', () => {
        this.open.delete(socket);
        connection.exchanges = [];
      });
    });
  }

  private accept(request: IncomingMessage, response: ServerResponse, listener: RequestListener): void {
    const connection = this.open.get(request.socket);
    // What arrives after invalid HTTP, or on a connection that is being destroyed, is not handled.
    if (!connection || connection.finish || request.socket.destroyed) return;
    const { socket, exchanges } = connection;
    if (exchanges.length > LIMITS.pipelinedRequests) return void socket.destroy();
    // Otherwise it would run in the async context of an earlier request, which has another deadline.
    const run = AsyncResource.bind(() => listener(request, response));
    const start = (): void => {
      // The connection has been closed, or has been ended with an error.
      if (connection.exchanges[0] !== exchange) return;
      exchange.isStarted = true;
      run();
    };
    const client = addressOf(socket);
    const handle = () => this.starts.start(client, start);
    const exchange: Exchange = { request, response, handle, isStarted: false };
    exchanges.push(exchange);
    response.once('close', () => this.end(connection, exchange));
    if (this.isClosing) response.setHeader('Connection', 'close');
    if (exchanges.length === 1) handle();
    else pauseIfBusy(connection);
  }

  private end(connection: Connection, exchange: Exchange): void {
    const { socket, exchanges } = connection;
    if (exchanges[0] !== exchange) return;
    exchanges.shift();
    // After a response with Connection: close, Node ends the socket.
    if (!socket.writable) return;
    if (exchanges[0]) exchanges[0].handle();
    else connection.finish?.();
    if (socket.isPaused() && !isBusy(connection)) socket.resume();
  }

  of(socket: Socket): Connection | undefined {
    return this.open.get(socket);
  }

  /** Oldest first. */
  all(): Connection[] {
    return [...this.open.values()];
  }

  get count(): number {
    return this.open.size;
  }

  /** Lets each connection end after its next response. */
  closeAfterResponses(): void {
    this.isClosing = true;
    const responses = this.all().flatMap(({ exchanges }) => exchanges.map(({ response }) => response));
    for (const response of responses) if (!response.headersSent) response.setHeader('Connection', 'close');
  }
}

export const isIdle = ({ exchanges }: Connection): boolean => exchanges.length === 0;

/** Whether nothing may be read: a request is waiting, or the client has sent invalid HTTP. */
const isBusy = ({ exchanges, finish }: Connection): boolean => exchanges.length > (finish ? 0 : 1);

function pauseIfBusy(connection: Connection): void {
  if (isBusy(connection)) connection.socket.pause();
}

/** Ends a connection after its exchanges with a last text. Nothing that arrives afterwards is handled. */
export function endWith(connection: Connection, text: string): void {
  const { socket } = connection;
  connection.finish = () => {
    socket.end(text);
    // Until then the socket is read: closing it with unread bytes would reset the connection, and could discard the text.
    setTimeout(() => socket.destroy(), LIMITS.lingerMs).unref();
  };
  if (isIdle(connection)) connection.finish();
  else pauseIfBusy(connection);
}
