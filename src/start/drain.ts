import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

/** How long idle connections stay open: a client may be sending its next request. */
const IDLE_GRACE_MS = 500;
const POLL_MS = 50;

/**
 * Closes an HTTP server without truncating responses. The server's own close() considers a response sent once it is written, even
 * if a slow client has not received it.
 */
export class Drain {
  /** The responses in progress on each connection. */
  private readonly open = new Map<Socket, Set<ServerResponse>>();
  private isDraining = false;

  /** Create it before the server listens. */
  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.open.set(socket, new Set());
      socket.once('close', () => this.open.delete(socket));
    });
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
      const responses = this.open.get(request.socket);
      responses?.add(response);
      response.once('close', () => responses?.delete(response));
      if (this.isDraining) response.setHeader('Connection', 'close');
    });
  }

  /** Accepts no new connections, waits for the responses in progress, and destroys remaining connections at the timeout. */
  async run(timeoutMs: number): Promise<void> {
    this.isDraining = true;
    NetServer.prototype.close.call(this.server);
    for (const responses of this.open.values()) {
      for (const response of responses) if (!response.headersSent) response.setHeader('Connection', 'close');
    }
    const startedAt = Date.now();
    while (this.open.size > 0 && Date.now() - startedAt < timeoutMs) {
      if (Date.now() - startedAt >= IDLE_GRACE_MS) this.destroyIdle();
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    for (const socket of this.open.keys()) socket.destroy();
  }

  private destroyIdle(): void {
    for (const [socket, responses] of this.open) if (responses.size === 0) socket.destroy();
  }
}
