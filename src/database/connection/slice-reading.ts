import type { ClientBase } from 'pg';
import { socketOf } from './socket-of.js';

/** The bytes that Node reads from a socket at once, at most. */
const CHUNK = 64 * 1024;

/**
 * Reads at most two chunks of a large result in one turn of the event loop. Node would read up to 32 of them, and other requests
 * would wait until the rows of two megabytes are parsed.
 */
export function readInSlices(client: ClientBase): void {
  const socket = socketOf(client);
  socket.on('data', (bytes: Buffer) => {
    if (bytes.length < CHUNK) return;
    // Node keeps the next chunk and stops reading.
    socket.pause();
    setImmediate(() => socket.resume());
  });
}
