import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

export type Environment = Record<string, string>;

/** How a process ended, and all that it printed. */
export interface Ended {
  stdout: string;
  stderr: string;
  code: number | null;
}

export interface Server {
  /** http://127.0.0.1:<port>, as it printed it. */
  url: string;
  /** All that it printed on its start. */
  welcome: string;
  /** How it ends, whoever ends it. */
  ended: Promise<Ended>;
  /** Sends a signal, and waits for the end. */
  end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<Ended>;
}

const PATIENCE_MS = 90_000;
const running = new Set<ChildProcess>();

/** Runs a program to its end, with the settings given and no others. */
export async function run(program: string, words: string[], settings: Environment = {}): Promise<Ended> {
  return (await start(program, words, settings)).ended;
}

/** The command line, as compiled. */
export const cli = (settings: Environment, ...words: string[]): Promise<Ended> =>
  run(process.execPath, ['dist/cli/main.js', ...words], settings);

/** What a command answers; fails where it prints anything else than one JSON value, or reports a failure. */
export async function ask<T>(settings: Environment, ...words: string[]): Promise<T> {
  const { stdout, stderr, code } = await cli(settings, ...words);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** The API, as compiled, once it has said where it listens. */
export async function startServer(settings: Environment): Promise<Server> {
  const { child, printed, ended } = await start(process.execPath, ['dist/main.js'], {
    PORT: '0',
    ...settings,
  });
  const deadline = Date.now() + PATIENCE_MS;
  // The last thing that it prints, in the one welcome or the other.
  while (!/(needs_action|--scope decide)[^]*\n$/.test(printed.stdout)) {
    if (!running.has(child) || Date.now() > deadline) throw new Error(`It did not start: ${printed.stderr}`);
    await sleep(20);
  }
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return { url: /^Daybook {2}(\S+)$/m.exec(printed.stdout)![1]!, welcome: printed.stdout, ended, end };
}

/** For afterAll: whatever still runs. */
export async function endProcesses(): Promise<void> {
  for (const child of running) {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
}

async function start(program: string, words: string[], settings: Environment) {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(program, words, {
    env: { PATH, HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => (printed[name] += text));
  }
  running.add(child);
  const ended = once(child, 'close').then(([code]): Ended => {
    running.delete(child);
    return { ...printed, code: code as number | null };
  });
  await once(child, 'spawn');
  return { child, printed, ended };
}
