import type { Socket } from 'node:net';
import type { ClientBase } from 'pg';

/** The socket of a connection, which the types of pg do not declare. */
export const socketOf = (client: ClientBase): Socket =>
  (client as unknown as { connection: { stream: Socket } }).connection.stream;
