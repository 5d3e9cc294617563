import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { sql } from './database.js';

/** A standby of a server that `start()` of @daybook/embedded-postgres has started. Linux only. */
export interface Standby {
  url: string;
  /** Kills the primary without a shutdown, and resolves when it is gone. */
  killPrimary(): Promise<void>;
  /** Makes the standby the primary. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Copies the running primary as pg_basebackup does, which is not among the embedded programs.
 * @param mode by default commits wait for the standby; an asynchronous one replays them after `delayMs`
 */
export async function createStandby(
  primaryUrl: string,
  mode: 'synchronous' | { delayMs: number } = 'synchronous',
): Promise<Standby> {
  const primary = new pg.Client({ connectionString: primaryUrl });
  await primary.connect();
  const [settings] = (
    await primary.query<{ dir: string; port: string }>(
      `SELECT current_setting('data_directory') AS dir, current_setting('port') AS port`,
    )
  ).rows;
  const { dir, port } = settings!;
  const [pid, command] = (await readFile(join(dir, 'postmaster.pid'), 'utf8')).split('\n');
  const program = await readlink(`/proc/${pid}/exe`);
  const standbyDir = `${dir}-standby`;
  const standbyPort = Number(port) + 1;
  if (command !== dir) throw new Error(`The data of the primary is in ${command}.`);

  await primary.query(`SELECT pg_backup_start('standby', true)`);
  await cp(dir, standbyDir, { recursive: true, preserveTimestamps: true });
  const [{ labelfile }] = (await primary.query('SELECT labelfile FROM pg_backup_stop(false)')).rows as [
    { labelfile: string },
  ];
  await rm(join(standbyDir, 'postmaster.pid'));
  await rm(join(standbyDir, 'postmaster.opts'), { force: true });
  await writeFile(join(standbyDir, 'backup_label'), labelfile);
  await writeFile(join(standbyDir, 'standby.signal'), '');
  const { username, password } = new URL(primaryUrl);
  const source = `host=127.0.0.1 port=${port} user=${username} password=${password} application_name=standby`;
  const { uid, gid } = await stat(dir);
  await giveTo(standbyDir, uid, gid);

  const options = [`listen_addresses=127.0.0.1`, 'unix_socket_directories=', `primary_conninfo=${source}`];
  if (mode !== 'synchronous') options.push(`recovery_min_apply_delay=${mode.delayMs}ms`);
  const args = ['-D', standbyDir, '-p', String(standbyPort), ...options.flatMap((option) => ['-c', option])];
  const server = spawn(program, args, { uid, gid, cwd: standbyDir, stdio: 'ignore' });
  const url = new URL(primaryUrl);
  url.port = String(standbyPort);

  if (mode === 'synchronous') {
    await primary.query(`ALTER SYSTEM SET synchronous_standby_names = 'standby'`);
    await primary.query('SELECT pg_reload_conf()');
  }
  const follows = `SELECT FROM pg_stat_replication
    WHERE application_name = 'standby' AND state = 'streaming' AND (sync_state = 'sync' OR $1)`;
  await until(async () => (await primary.query(follows, [mode !== 'synchronous'])).rowCount === 1);
  await primary.end();

  return {
    url: url.href,
    async killPrimary() {
      process.kill(Number(pid), 'SIGKILL');
      await until(() =>
        sql(primaryUrl, 'SELECT 1').then(
          () => false,
          () => true,
        ),
      );
      // Otherwise the end of the test would wait for this server to stop.
      await rm(join(dir, 'postmaster.pid'));
    },
    async promote() {
      // The copied setting would make it wait for a standby of its own.
      await sql(url.href, `SELECT pg_promote(true, 60)`);
      await sql(url.href, `ALTER SYSTEM RESET synchronous_standby_names`);
      await sql(url.href, 'SELECT pg_reload_conf()');
    },
    stop: () => stop(server),
  };
}

async function giveTo(dir: string, uid: number, gid: number): Promise<void> {
  if (process.getuid!() !== 0) return;
  await once(spawn('chown', ['-R', `${uid}:${gid}`, dir]), 'close');
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const closed = once(server, 'close');
  server.kill('SIGINT');
  await closed;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 60_000; !(await condition()); await sleep(50)) {
    if (Date.now() > deadline) throw new Error('The standby did not get ready within a minute.');
  }
}
