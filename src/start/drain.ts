import { type Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import { type Connections, isIdle } from '../api/connections/connections.js';

/** How long idle connections stay open: a client may be sending its next request. */
const IDLE_GRACE_MS = 500;
const POLL_MS = 50;

/**
 * Closes an HTTP server without truncating responses: accepts no new connections, waits for the responses in progress, and destroys
 * the remaining connections at the timeout. The server's own close() considers a response sent once it is written, even if a slow
 * client has not received it.
 */
export async function drain(server: Server, connections: Connections, timeoutMs: number): Promise<void> {
  NetServer.prototype.close.call(server);
  connections.closeAfterResponses();
  const startedAt = Date.now();
  while (connections.count > 0 && Date.now() - startedAt < timeoutMs) {
    const isGraceOver = Date.now() - startedAt >= IDLE_GRACE_MS;
    if (isGraceOver)
      connections
        .all()
        .filter(isIdle)
        .forEach(({ socket }) => socket.destroy());
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  connections.all().forEach(({ socket }) => socket.destroy());
}
