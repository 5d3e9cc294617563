import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server that runs as a process of its own. */
export interface ServerProcess {
  url: string;
  pid: number;
  /** @throws Error if the process has ended: what is measured then is no server */
  assertRunning(): void;
  stop(): Promise<void>;
}

const ROOT = new URL('../..', import.meta.url).pathname;

/** The API as it is deployed: the production build with its guards, and with the log of every request in a file. */
export async function startProduct(databaseUrl: string, root = ROOT): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-bench-'));
  return start(['dist/main.js', 'api'], join(folder, 'api.log'), root, {
    NODE_ENV: 'production',
    DELIVERY: 'sandbox',
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
    // A base that was built without the page cannot serve it.
    INBOX: 'off',
    RATE_LIMIT_PER_MINUTE: '0',
    LOG_LEVEL: 'info',
  });
}

/** @param reads the file with the statements of the views */
export async function startFloor(databaseUrl: string, reads: string): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-bench-'));
  const script = new URL('../floor/server.ts', import.meta.url).pathname;
  return start(['--import', 'tsx', script], join(folder, 'floor.log'), ROOT, {
    DATABASE_URL: databaseUrl,
    READS: reads,
  });
}

async function start(
  args: string[],
  logPath: string,
  cwd: string,
  settings: Record<string, string>,
): Promise<ServerProcess> {
  const log = await open(logPath, 'w');
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...settings },
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  const url = await urlIn(logPath, child);
  const assertRunning = (): void => {
    const end = child.exitCode ?? child.signalCode;
    if (end !== null) throw new Error(`The server has ended with ${end}: see ${logPath}`);
  };
  return { url, pid: child.pid!, assertRunning, stop: () => stop(child) };
}

async function urlIn(logPath: string, child: ChildProcess): Promise<string> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const file = await open(logPath);
    const text = await file.readFile('utf8');
    await file.close();
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
    if (url) return url;
    if (child.exitCode !== null) throw new Error(`The server has ended:\n${text}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The server has not started within a minute: ${logPath}`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}
