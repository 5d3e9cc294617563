import type { ClientBase } from 'pg';

/** SQLSTATE read_only_sql_transaction: the server is a standby, or the session cannot write. */
const READ_ONLY = '25006';

const IS_READ_ONLY = `
  SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean AS "isReadOnly"`;

/**
 * Checks a new connection. During a failover the address of the database can still lead to the former primary, and a session that
 * began as read-only stays read-only.
 * @throws Error with the code of PostgreSQL's own error if the session cannot write
 */
export async function assertWritable(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ isReadOnly: boolean }>(IS_READ_ONLY);
  if (rows[0]!.isReadOnly) throw readOnlyError();
}

export const readOnlyError = (): Error =>
  Object.assign(new Error('The database is read-only.'), { code: READ_ONLY });

/** Calls back when a statement of the connection fails because the session cannot write. */
export function onReadOnlyError(client: ClientBase, callback: () => void): void {
  connectionOf(client).on('errorMessage', ({ code }) => {
    if (code === READ_ONLY) callback();
  });
}

interface Connection {
  on(event: 'errorMessage', listener: (error: { code?: string }) => void): void;
}

/** The types of pg do not declare it. */
const connectionOf = (client: ClientBase): Connection =>
  (client as unknown as { connection: Connection }).connection;
