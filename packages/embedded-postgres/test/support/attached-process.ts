import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './installation.js';
import { dataDirs, testName } from './temp-dirs.js';
import { waitUntilStopped } from './server-process.js';

const children: ChildProcess[] = [];

/** A process of its own that is attached to a server, or has failed to attach. */
export interface AttachedProcess {
  url?: string;
  error?: { code: string; message: string };
  process: ChildProcess;
  /** Releases the server, and exits. */
  release(): Promise<void>;
  /** Exits by SIGKILL, without releasing anything. */
  kill(): Promise<void>;
}

export interface ProcessOptions {
  /** Directory of the installation that the process runs from; the working copy by default. */
  installation?: string;
  uid?: number;
  gid?: number;
  cwd?: string;
}

/** Spawns a process that calls `start()`, or `startEphemeral()` without a dataDir, and does not wait for it. */
export function spawnProcess(
  dataDir: string | undefined,
  { installation = ROOT, ...options }: ProcessOptions = {},
) {
  const script = join(installation, 'packages/embedded-postgres/test/support/attach.js');
  const args = JSON.stringify({ dataDir, name: testName, user: 'owner', database: 'app' });
  const child = spawn(process.execPath, [script, args], { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

/** Spawns a process, and waits until it is attached to its server or has failed. */
export async function attachProcess(
  dataDir: string | undefined,
  options?: ProcessOptions,
): Promise<AttachedProcess> {
  const child = spawnProcess(dataDir, options);
  const exited = once(child, 'exit');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    ...(JSON.parse(line) as Pick<AttachedProcess, 'url' | 'error'>),
    process: child,
    release: async () => {
      child.stdin.write('\n');
      await exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** For afterEach: kills all processes, and waits for their servers to stop. */
export async function killProcesses(): Promise<void> {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const dataDir of dataDirs()) await waitUntilStopped(join(dataDir, 'postgres')).catch(() => undefined);
}
