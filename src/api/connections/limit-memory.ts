import type { Server } from 'node:http';
import { groupBy } from '../../group-by.js';
import { LIMITS } from '../../limits.js';
import type { CallerRequest } from '../access/caller.decorator.js';
import type { Connection, Connections } from './connections.js';

const CHECK_MS = 250;

interface Kept {
  connection: Connection;
  bytes: number;
}

/**
 * Bounds the memory that all connections together keep for clients that read slowly or pipeline many requests. Above the limit,
 * destroys the connections of the client that keeps the most, so that other clients are not affected.
 */
export function limitMemory(server: Server, connections: Connections): void {
  /** Since when a connection has had unread bytes at every check. */
  const slowSince = new WeakMap<Connection, number>();

  const bytesKept = (connection: Connection): number => {
    const { socket, exchanges } = connection;
    if (exchanges.length === 0 || socket.writableLength === 0) slowSince.delete(connection);
    else if (!slowSince.has(connection)) slowSince.set(connection, Date.now());
    const waiting = Math.max(exchanges.length - 1, 0) * LIMITS.pipelinedRequestMemory;
    const isSlow = Date.now() - (slowSince.get(connection) ?? Infinity) >= LIMITS.slowReaderMs;
    // The handler may keep rows that it has not written yet.
    return waiting + (isSlow ? Math.max(socket.writableLength, LIMITS.slowReaderMemory) : 0);
  };

  const check = (): void => {
    const all = connections.all().map((connection) => ({ connection, bytes: bytesKept(connection) }));
    destroyGreediest(all.filter(({ bytes }) => bytes > 0));
  };

  server.once('listening', () => {
    const timer = setInterval(check, CHECK_MS).unref();
    server.once('close', () => clearInterval(timer));
  });
}

function destroyGreediest(kept: Kept[]): void {
  let excess = sum(kept) - LIMITS.connectionMemory;
  if (excess <= 0) return;
  const clients = [...groupBy(kept, ({ connection }) => clientOf(connection)).values()];
  for (const client of clients) client.sort((a, b) => a.bytes - b.bytes);
  while (excess > 0) {
    const greediest = clients.reduce((a, b) => (sum(b) > sum(a) ? b : a));
    const { connection, bytes } = greediest.pop()!;
    connection.socket.destroy();
    excess -= bytes;
  }
}

const sum = (kept: Kept[]): number => kept.reduce((total, { bytes }) => total + bytes, 0);

/** The token, or the address of a request without a valid one. */
function clientOf({ socket, exchanges }: Connection): string {
  const { user } = exchanges[0]!.request as Partial<CallerRequest>;
  return user?.tokenId ?? socket.remoteAddress ?? '';
}
