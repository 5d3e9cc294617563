import { chmod, mkdtemp, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_TIMEOUT_MS = 60_000;
const folders: string[] = [];

/** Creates a temporary directory; a test uses its subdirectory `data` as DATA_DIR. */
export async function aFolder(): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'daybook-test-')));
  // PostgreSQL runs as another user if the tests run as root.
  await chmod(folder, 0o755);
  folders.push(folder);
  return folder;
}

/** The process id of the PostgreSQL that runs on a data directory. Undefined if none runs. */
export async function embeddedPid(dataDir: string): Promise<number | undefined> {
  const lockFile = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
  const text = await readFile(lockFile, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Number.parseInt(text, 10);
}

/** For afterAll, after all processes have ended: waits until their PostgreSQL servers have stopped, then removes the directories. */
export async function removeFolders(): Promise<void> {
  for (const folder of folders.splice(0)) {
    const dataDir = join(folder, 'data');
    const deadline = Date.now() + STOP_TIMEOUT_MS;
    while ((await embeddedPid(dataDir)) !== undefined && Date.now() < deadline) await sleep(20);
    // The cluster is in another directory if PostgreSQL's user could not enter this one.
    const target = await readlink(join(dataDir, 'postgres')).catch(() => undefined);
    if (target) await rm(target, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
