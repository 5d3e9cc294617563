import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a receiver has read. */
export interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
  event: { id: string; type: string; data: Record<string, unknown> };
}

export type Behaviour = (request: Received, response: ServerResponse) => unknown;

export const answer =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (_, response) =>
    response.writeHead(status, headers).end();

/** A real HTTP server that keeps what it gets, and behaves as a test wants, by path. */
export class Receiver {
  readonly received: Received[] = [];
  /** By path; otherwise 204. */
  readonly behaviours = new Map<string, Behaviour>();
  url: string;
  port = 0;
  private server: Server;

  /** Starts, or starts again on the same port. */
  async start(): Promise<string> {
    this.server = createServer((request, response) => void this.handle(request, response));
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
    return (this.url = `http://127.0.0.1:${this.port}`);
  }

  /** Ends at once, as if it were killed. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  at(path: string): Received[] {
    return this.received.filter((request) => request.path === path);
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    request.on('error', () => {});
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const received = {
      path: request.url!,
      headers: request.headers as Record<string, string>,
      body,
      event: JSON.parse(body) as Received['event'],
    };
    this.received.push(received);
    await (this.behaviours.get(received.path) ?? answer(204))(received, response);
  }
}
