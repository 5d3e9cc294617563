import type { Socket } from 'node:net';
import type { ClientBase } from 'pg';
import { socketOf } from './socket-of.js';

/** The milliseconds for which a server may send nothing on a connection, if they differ from the timeout of the pool. */
const silences = new WeakMap<Socket, number>();

/**
 * Closes connections whose server has stopped responding, for example because the network drops packets; the kernel would wait
 * for a quarter of an hour. When one connection waits longer than the timeout for a response, every connection of the pool that
 * has received nothing for as long is closed too: otherwise requests would time out on one after the other.
 * @returns a function to call for each new connection of one pool
 */
export function closeUnresponsiveSockets(timeoutMs: number): (client: ClientBase) => void {
  const lastReceivedAt = new Map<Socket, number>();
  return (client) => {
    const socket = socketOf(client);
    lastReceivedAt.set(socket, Date.now());
    socket.on('data', () => lastReceivedAt.set(socket, Date.now()));
    socket.once('close', () => lastReceivedAt.delete(socket));
    socket.setTimeout(timeoutMs, () => {
      if (!isIdle(client)) destroyUnresponsive(lastReceivedAt, timeoutMs);
    });
  };
}

/** Runs statements of which a single one may take longer than the timeout of the pool. */
export async function allowSilence<T>(client: ClientBase, ms: number, work: () => Promise<T>): Promise<T> {
  const socket = socketOf(client);
  const timeoutMs = socket.timeout ?? 0;
  silences.set(socket, ms);
  socket.setTimeout(ms);
  try {
    return await work();
  } finally {
    silences.delete(socket);
    socket.setTimeout(timeoutMs);
  }
}

/** Whether the server has answered every statement. The types of pg do not declare it. */
const isIdle = (client: ClientBase): boolean =>
  (client as unknown as { readyForQuery: boolean }).readyForQuery;

function destroyUnresponsive(lastReceivedAt: ReadonlyMap<Socket, number>, timeoutMs: number): void {
  for (const [socket, receivedAt] of lastReceivedAt) {
    if (Date.now() - receivedAt >= (silences.get(socket) ?? timeoutMs)) socket.destroy();
  }
}
