import { setTimeout as sleep } from 'node:timers/promises';
import { hasAttachedProcess, type LifelinePipe } from './lifeline-pipe.js';
import { closingPath, isSupervised, lifelinePath } from './pipe-files.js';

const POLL_INTERVAL_MS = 20;
const EXIT_CHECK_INTERVAL_MS = 1_000;
const STOP_TIMEOUT_MS = 60_000;

/** A running server that this process is attached to. */
export interface EmbeddedServer {
  /** Connection URL with the password: `postgres://user:password@127.0.0.1:port/database`. */
  url: string;
  /**
   * Resolves if the server exits before this process releases it, for example because it was killed; within about a second.
   * Never rejects, and stays pending after `release()`.
   */
  exited: Promise<void>;
  /**
   * Detaches this process. If it was the last one, resolves when the server has stopped, or after 60 seconds; otherwise at
   * once. Calling it again returns the same promise.
   */
  release(): Promise<void>;
}

/** The handle for a server with this pid, to which `lifeline` attaches this process. */
export function serverHandle(
  serverDir: string,
  pid: number,
  url: string,
  lifeline: LifelinePipe,
): EmbeddedServer {
  let timer: NodeJS.Timeout;
  const exited = new Promise<void>((resolve) => {
    timer = setInterval(() => lifeline.hasSupervisor() || resolve(), EXIT_CHECK_INTERVAL_MS).unref();
  });
  let released: Promise<void> | undefined;
  const release = () => {
    clearInterval(timer);
    return (released ??= detach(serverDir, pid, lifeline));
  };
  return { url, exited, release };
}

async function detach(serverDir: string, pid: number, lifeline: LifelinePipe): Promise<void> {
  lifeline.close();
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (!hasAttachedProcess(serverDir, pid) && Date.now() < deadline) {
    if (!isSupervised(lifelinePath(serverDir, pid)) && !isSupervised(closingPath(serverDir, pid))) return;
    await sleep(POLL_INTERVAL_MS);
  }
}
