import type { Socket } from 'node:net';
import type { ClientBase } from 'pg';

/**
 * Ends connections from which no answer comes any more, such as over a network that swallows packets: the kernel itself
 * would hope for a quarter of an hour. To be called for each connection of one pool; one that is silent makes all those
 * suspect that have not been heard for as long, so that nobody has to try them one after the other.
 */
export function endWhenSilent(silenceMs: number): (client: ClientBase) => void {
  const heardAt = new Map<Socket, number>();
  return (client) => {
    const socket = socketOf(client);
    let saidWhenHeard = socket.bytesWritten;
    heardAt.set(socket, Date.now());
    socket.on('data', () => {
      saidWhenHeard = socket.bytesWritten;
      heardAt.set(socket, Date.now());
    });
    socket.once('close', () => heardAt.delete(socket));
    socket.setTimeout(silenceMs, () => {
      const isIdle = socket.bytesWritten === saidWhenHeard;
      if (!isIdle) endUnheard(heardAt, Date.now() - silenceMs);
    });
  };
}

function endUnheard(heardAt: ReadonlyMap<Socket, number>, since: number): void {
  for (const [socket, heard] of heardAt) if (heard <= since) socket.destroy();
}

/** The types of pg keep it to themselves. */
const socketOf = (client: ClientBase): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;
