import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import type { LifelinePipe } from './lifeline-pipe.js';
import { removeStaleLockFile } from '../data/lock-file.js';
import { spawnOptions, type ServerAccount } from '../programs/server-account.js';
import { acquireStartupLock, releaseStartupLock } from './startup-lock.js';

/**
 * Runs the server until no process holds the writing end of the lifeline pipe, which it reads as descriptor 3.
 * It is a shell script because it must outlive Node, and a shell needs about 1 MB of memory.
 *
 * - The pipe is named after the server's pid before the server runs, so that postmaster.pid leads to the pipe.
 * - At the end of file, the pipe is renamed so that no more processes attach, and then read once more: a process that attached
 *   just before the renaming has written a byte, and the pipe gets its name back.
 * - SIGINT (fast shutdown) is repeated, because a server that is just starting does not handle it yet.
 * - There are two watcher shells, one inside the other, so that killing either of them stops the server too.
 * - Finally the supervisor kills its process group, because the watchers have nothing left to watch.
 */
const SUPERVISOR_SCRIPT = `
trap '' HUP INT TERM
umask 077
pipe=$1 server_dir=$2 on_exit=$3 server_command=$4
cd "$server_dir" && exec </dev/null >>server.log 2>&1 || exit

/bin/sh -c 'mv -f "$1" "alive.$$" && eval "$2"' sh "$pipe" "$server_command" 3<&- &
server=$!

wait_until_detached() {
  while :; do
    while read -r _; do :; done
    mv "alive.$server" "closing.$server"
    read -r _ || break
    mv "closing.$server" "alive.$server"
  done
}
stop_server() {
  while kill -INT "$server"; do sleep 1; done 2>/dev/null
}
( ( wait_until_detached; stop_server ); stop_server ) <&3 3<&- &

exec 3<&-
wait "$server"
rm -f "alive.$server" "closing.$server" "$pipe"
[ "$on_exit" = keep ] || { cd / && rm -rf "$server_dir"; }
kill -KILL 0
`;

export interface SupervisorOptions {
  serverDir: string;
  account: ServerAccount | undefined;
  /** Shown as the supervisor's name in process listings. */
  name: string;
  /** Run one after the other; the last one is the server. */
  commands: string[][];
  /** What happens to the server directory when the server exits. */
  onExit: 'keep' | 'remove';
}

/**
 * Starts a supervisor with its server, and returns the lifeline pipe that keeps both running. The server may still fail to
 * start; the pipe has no supervisor then. Undefined if another process is starting or stopping the server.
 * @throws EmbeddedPostgresError CLUSTER_IN_USE
 */
export async function startSupervisor({
  serverDir,
  account,
  name,
  commands,
  onExit,
}: SupervisorOptions): Promise<LifelinePipe | undefined> {
  const lock = await acquireStartupLock(serverDir, account);
  if (!lock) return undefined;
  try {
    await removeStaleLockFile(serverDir);
    const args = ['-c', SUPERVISOR_SCRIPT, name, lock.pipe, serverDir, onExit, shellCommand(commands)];
    const supervisor = spawn('/bin/sh', args, {
      ...spawnOptions(account),
      // A process group of its own, so that Ctrl-C in the terminal does not reach it.
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', lock.readingEnd],
    });
    await once(supervisor, 'spawn');
    supervisor.unref();
  } catch (error) {
    await releaseStartupLock(lock);
    throw error;
  }
  closeSync(lock.readingEnd);
  return lock.lifeline;
}

function shellCommand(commands: string[][]): string {
  const lines = commands.map((words) => words.map(quote).join(' '));
  const server = `exec ${lines.pop()}`;
  return [...lines.map((line) => `${line} >/dev/null`), server].join(' && ');
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
