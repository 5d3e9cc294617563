import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';

/** For clients that are about to send their next request on the connection that they have. */
const GRACE_MS = 500;
const LOOK_AGAIN_MS = 50;

/**
 * Ends an HTTP server without cutting an answer short, which its own close() does: that takes an answer for sent when it
 * is written, however much of it still waits for a slow client.
 */
export class Drain {
  /** The answers under way on each connection. */
  private readonly open = new Map<Socket, Set<ServerResponse>>();
  private isDraining = false;

  /** To be called before it listens. */
  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.open.set(socket, new Set());
      socket.once('close', () => this.open.delete(socket));
    });
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
      const answers = this.open.get(request.socket);
      answers?.add(response);
      response.once('close', () => answers?.delete(response));
      if (this.isDraining) response.setHeader('Connection', 'close');
    });
  }

  /** Takes no new connection, lets answers under way finish, and cuts what is still there at the end of the patience. */
  async run(patienceMs: number): Promise<void> {
    this.isDraining = true;
    NetServer.prototype.close.call(this.server);
    for (const answers of this.open.values()) {
      for (const answer of answers) if (!answer.headersSent) answer.setHeader('Connection', 'close');
    }
    const began = Date.now();
    while (this.open.size > 0 && Date.now() - began < patienceMs) {
      if (Date.now() - began >= GRACE_MS) this.endIdle();
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
    for (const socket of this.open.keys()) socket.destroy();
  }

  private endIdle(): void {
    for (const [socket, answers] of this.open) if (answers.size === 0) socket.destroy();
  }
}
