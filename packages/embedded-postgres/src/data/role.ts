import pg from 'pg';
import { SUPERUSER, type Settings } from '../options.js';
import { INVALID_CATALOG_NAME, MAINTENANCE_DATABASE, urlOf, withClient } from './database.js';
import { TRANSFER_OWNERSHIP } from './ownership.js';
import { ensurePassword, passwordFile, readPassword, superuserPasswordFile } from './passwords.js';

const INVALID_PASSWORD = '28P01';
/** The object id of the role that initdb creates. It is a superuser for ever. */
const BOOTSTRAP_ROLE = 10;
/** An arbitrary key for an advisory lock. */
const DEMOTION_LOCK = 6_212_027;

const { escapeIdentifier, escapeLiteral } = pg;

/** Whether the role of the session is as it should be: no superuser, and the owner of the database. */
const IS_READY = `
  SELECT NOT rolsuper AND d.datdba = r.oid AS ready
  FROM pg_roles r, pg_database d WHERE rolname = current_user AND datname = current_database()`;

interface Access {
  port: number;
  database: string;
  user: string;
  password: string;
  superuserPassword: string;
}

/**
 * Returns the URL of the database for a role without special rights, and creates role and database if they are missing. In a
 * cluster of an earlier version, whose superuser has the name of the role, the superuser gets another name first.
 * @throws the error of `pg` if the server refuses the connection
 */
export async function ensureRoleAndDatabase(
  serverDir: string,
  port: number,
  { database, user }: Settings,
): Promise<string> {
  const password = await readPassword(passwordFile(serverDir));
  const url = urlOf(port, user, password, database);
  const failure = await tryRole(url);
  if (failure === undefined) return url;
  await ensurePassword(superuserPasswordFile(serverDir));
  const superuserPassword = await readPassword(superuserPasswordFile(serverDir));
  const access = { port, database, user, password, superuserPassword };
  if (await isSuperuserRenamed(access)) await createRole(access, failure);
  else await demote(access);
  await createDatabase(access);
  return url;
}

/** The reason why the role cannot be used as it is; undefined if it can. */
async function tryRole(url: string): Promise<Error | undefined> {
  try {
    const { rows } = await withClient(url, (client) => client.query<{ ready: boolean }>(IS_READY));
    return rows[0]?.ready ? undefined : new Error('The role is a superuser, or does not own the database.');
  } catch (error) {
    const { code = '' } = error as { code?: string };
    if ([INVALID_CATALOG_NAME, INVALID_PASSWORD].includes(code)) return error as Error;
    throw error;
  }
}

const asSuperuser = <T>(
  { port, superuserPassword }: Access,
  database: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> => withClient(urlOf(port, SUPERUSER, superuserPassword, database), work);

/** False in a cluster of an earlier version. */
async function isSuperuserRenamed(access: Access): Promise<boolean> {
  try {
    await asSuperuser(access, MAINTENANCE_DATABASE, (client) => client.query('SELECT 1'));
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === INVALID_PASSWORD) return false;
    throw error;
  }
}

/** @throws `failure` if another role owns the cluster: the name of the role cannot change */
async function createRole(access: Access, failure: Error): Promise<void> {
  const { user, password } = access;
  await asSuperuser(access, MAINTENANCE_DATABASE, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'SELECT rolname AS name FROM pg_roles WHERE rolcanlogin AND oid <> $1',
      [BOOTSTRAP_ROLE],
    );
    if (rows.some(({ name }) => name === user)) return;
    if (rows.length > 0) throw failure;
    await client.query(`CREATE ROLE ${escapeIdentifier(user)} LOGIN PASSWORD ${escapeLiteral(password)}`);
  });
}

/**
 * Gives the superuser of an earlier version its new name and password, and its old ones to a new role, at once or not at all. A
 * session cannot rename its own role, so it becomes another superuser meanwhile.
 */
async function demote({ port, user, password, superuserPassword }: Access): Promise<void> {
  const role = escapeIdentifier(user);
  const helper = escapeIdentifier(`${SUPERUSER}_helper`);
  await withClient(urlOf(port, user, password, MAINTENANCE_DATABASE), async (client) => {
    await client.query('BEGIN');
    // Another process may be doing the same.
    await client.query('SELECT pg_advisory_xact_lock($1)', [DEMOTION_LOCK]);
    const { rows } = await client.query('SELECT FROM pg_roles WHERE oid = $1 AND rolname = $2', [
      BOOTSTRAP_ROLE,
      user,
    ]);
    if (rows.length > 0) {
      await client.query(`
        CREATE ROLE ${helper} SUPERUSER;
        SET LOCAL SESSION AUTHORIZATION ${helper};
        ALTER ROLE ${role} RENAME TO ${SUPERUSER};
        ALTER ROLE ${SUPERUSER} PASSWORD ${escapeLiteral(superuserPassword)};
        CREATE ROLE ${role} LOGIN PASSWORD ${escapeLiteral(password)};
        RESET SESSION AUTHORIZATION;
        DROP ROLE ${helper};`);
    }
    await client.query('COMMIT');
  });
}

/** Creates the database, or hands over one that belongs to the superuser. */
async function createDatabase(access: Access): Promise<void> {
  const { database, user } = access;
  const owner = escapeIdentifier(user);
  const exists = await asSuperuser(access, MAINTENANCE_DATABASE, async (client) => {
    const { rows } = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (rows.length === 0) await client.query(`CREATE DATABASE ${escapeIdentifier(database)} OWNER ${owner}`);
    return rows.length > 0;
  });
  if (!exists) return;
  await asSuperuser(access, database, async (client) => {
    await client.query('BEGIN');
    await client.query(`SELECT set_config('embedded_postgres.owner', $1, true)`, [user]);
    await client.query(TRANSFER_OWNERSHIP);
    // Last: the owner of the database shows that everything in it was handed over.
    await client.query(`ALTER DATABASE ${escapeIdentifier(database)} OWNER TO ${owner}`);
    await client.query('COMMIT');
  });
}
