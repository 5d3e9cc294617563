/** What `start()` and `startEphemeral()` have in common. */
export interface EphemeralOptions {
  /** Database that the server's `url` leads to; created if missing. Default: `postgres`. */
  database?: string;
  /**
   * Role that `url` logs in as, with a random password. It owns the database, and is a superuser only of an ephemeral server.
   * Default: `postgres`. It cannot change once there is a cluster.
   */
  user?: string;
  /**
   * Application name, used for directories outside of `dataDir`: `/var/lib/<name>` for root, `~/.cache/<name>` for other
   * users, and `<name>-*` in the directory for temporary files. Letters, digits, `.`, `_` and `-`.
   * Default: `embedded-postgres`.
   */
  name?: string;
  /** Sentence for the end of every `EmbeddedPostgresError`'s message: advice that only the application can give. Default: none. */
  hint?: string;
}

export interface StartOptions extends EphemeralOptions {
  /**
   * Directory that gets a subdirectory `postgres` with the cluster, its password and its log. Created with its parents if
   * missing. A relative path starts at the working directory.
   */
  dataDir: string;
}

/** The options after defaults. */
export interface Settings {
  database: string;
  user: string;
  name: string;
}

/** The role that `initdb` creates for clusters in a `dataDir`. Nobody logs in as it but this package. */
export const SUPERUSER = 'embedded_superuser';

/** @throws TypeError if `name` would lead out of the directories that it is meant for, or `user` is the superuser */
export function settingsOf({
  database = 'postgres',
  user = 'postgres',
  name = 'embedded-postgres',
}: EphemeralOptions): Settings {
  if (!/^\w[\w.-]*$/.test(name)) throw new TypeError(`Not usable as the name of a directory: ${name}`);
  if (user === SUPERUSER) throw new TypeError(`The role ${SUPERUSER} is the superuser of the cluster.`);
  return { database, user, name };
}
