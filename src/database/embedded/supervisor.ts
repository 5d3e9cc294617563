import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync } from 'node:fs';
import { runAs, type Account } from './account.js';
import { claim, dropClaim } from './claim.js';
import type { Lifeline } from './lifeline.js';
import { clearLockFile } from './postmaster.js';

/**
 * Runs a server for as long as anybody holds the lifeline, which it reads as descriptor 3.
 * A shell, because it has to outlive Node, and weighs a megabyte.
 *
 * - The pipe gets the server's process number for a name before the server runs, so postmaster.pid leads to the pipe.
 * - At the end of the pipe it is moved away first, so that nobody new can come in, and then read once more, for whoever
 *   came in just before: he is greeted back by the old name.
 * - SIGINT is sent again and again: a server which has only just been started does not listen to it yet.
 * - There are two watchers, one within the other, so that killing either of them stops the server too.
 * - Last, the group ends itself: the watchers have nothing to watch any more.
 */
const SUPERVISOR = `
trap '' HUP INT TERM
umask 077
pipe=$1 home=$2 afterwards=$3 server_command=$4
cd "$home" && exec </dev/null >>server.log 2>&1 || exit

/bin/sh -c 'mv -f "$1" "alive.$$" && eval "$2"' sh "$pipe" "$server_command" 3<&- &
server=$!

watch() {
  while :; do
    while read -r _; do :; done
    mv "alive.$server" "closing.$server"
    read -r _ || break
    mv "closing.$server" "alive.$server"
  done
}
stop() {
  while kill -INT "$server"; do sleep 1; done 2>/dev/null
}
( ( watch; stop ); stop ) <&3 3<&- &

exec 3<&-
wait "$server"
rm -f "alive.$server" "closing.$server" "$pipe"
[ "$afterwards" = keep ] || { cd / && rm -rf "$home"; }
kill -KILL 0
`;

/** What a supervisor has to do. */
export interface Duty {
  home: string;
  account: Account | undefined;
  /** One after the other; the last is the server. */
  commands: string[][];
  afterwards: 'keep' | 'remove';
}

/**
 * Starts a supervisor with its server, and answers the lifeline that keeps both; the server may yet fail,
 * then the lifeline is not watched any more. Undefined where another process is about to start or stop the server.
 * @throws where the data are held by a server of somebody else's.
 */
export async function supervise({
  home,
  account,
  commands,
  afterwards,
}: Duty): Promise<Lifeline | undefined> {
  const own = await claim(home, account);
  if (!own) return undefined;
  try {
    await clearLockFile(home);
    const words = ['-c', SUPERVISOR, 'daybook', own.pipe, home, afterwards, script(commands)];
    const supervisor = spawn('/bin/sh', words, {
      ...runAs(account),
      // In a group of its own, Ctrl-C in the terminal does not reach it.
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', own.readingEnd],
    });
    await once(supervisor, 'spawn');
    supervisor.unref();
  } catch (error) {
    await dropClaim(own);
    throw error;
  }
  closeSync(own.readingEnd);
  return own.lifeline;
}

function script(commands: string[][]): string {
  const lines = commands.map((words) => words.map(quote).join(' '));
  const server = `exec ${lines.pop()}`;
  return [...lines.map((line) => `${line} >/dev/null`), server].join(' && ');
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
