import type { Socket } from 'node:net';
import type { ClientBase } from 'pg';

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
    let writtenAtLastReceive = socket.bytesWritten;
    lastReceivedAt.set(socket, Date.now());
    socket.on('data', () => {
      writtenAtLastReceive = socket.bytesWritten;
      lastReceivedAt.set(socket, Date.now());
    });
    socket.once('close', () => lastReceivedAt.delete(socket));
    socket.setTimeout(timeoutMs, () => {
      const isIdle = socket.bytesWritten === writtenAtLastReceive;
      if (!isIdle) destroyUnresponsive(lastReceivedAt, Date.now() - timeoutMs);
    });
  };
}

function destroyUnresponsive(lastReceivedAt: ReadonlyMap<Socket, number>, since: number): void {
  for (const [socket, receivedAt] of lastReceivedAt) if (receivedAt <= since) socket.destroy();
}

/** The types of pg do not declare it. */
const socketOf = (client: ClientBase): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;
