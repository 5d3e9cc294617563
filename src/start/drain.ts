import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

/** Idle connections stay open so long: a client may just be sending its next request. */
const IDLE_GRACE_MS = 500;
const POLL_MS = 50;

/**
 * Closes an HTTP server without truncating responses. The server's own close() takes a response for sent when it is written,
 * though a slow client may not have read it.
 */
export class Drain {
  /** The responses in progress on each connection. */
  private readonly open = new Map<Socket, Set<ServerResponse>>();
  private isDraining = false;

  /** To be created before the server listens. */
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

  /** Accepts no new connection, waits for responses in progress, and destroys the connections that are left at the timeout. */
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
