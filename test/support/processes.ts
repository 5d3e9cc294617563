import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

export type Environment = Record<string, string>;

/** The output and the exit code of a process that has ended. */
export interface ProcessResult {
  stdout: string;
  stderr: string;
  code: number | null;
}

export interface Server {
  /** http://127.0.0.1:<port>, as printed at the start. */
  url: string;
  /** The output of the start. */
  welcome: string;
  /** Resolves when the process ends, for whatever reason. */
  ended: Promise<ProcessResult>;
  /** Sends a signal and waits until the process has ended. */
  stop(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<ProcessResult>;
}

const START_TIMEOUT_MS = 90_000;
const running = new Set<ChildProcess>();

/** Runs a program to its end; its environment holds the given settings and no others. */
export async function runProgram(
  program: string,
  words: string[],
  settings: Environment = {},
): Promise<ProcessResult> {
  return (await start(program, words, settings)).ended;
}

/** Runs the compiled command line. */
export const cli = (settings: Environment, ...words: string[]): Promise<ProcessResult> =>
  runProgram(process.execPath, ['dist/cli/main.js', ...words], settings);

/**
 * Runs the compiled command line and parses its output.
 * @throws Error if the command fails or prints anything but one JSON value
 */
export async function cliJson<T>(settings: Environment, ...words: string[]): Promise<T> {
  const { stdout, stderr, code } = await cli(settings, ...words);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** Starts the compiled API, with the worker unless the roles say otherwise; resolves when it has printed its URL. */
export async function startServer(settings: Environment, roles: string[] = []): Promise<Server> {
  // The last line of the welcome: with a demo company, and without.
  const started = await startMain(roles, settings, /(needs_action|--scope decide)[^]*\n$/);
  return { ...started, url: /^Daybook {2}(\S+)$/m.exec(started.welcome)![1]! };
}

/** Starts the compiled worker without the API. */
export const startWorker = (settings: Environment): Promise<Omit<Server, 'url'>> =>
  startMain(['worker'], settings, /^Daybook works in the background.*\n$/);

async function startMain(
  roles: string[],
  settings: Environment,
  welcome: RegExp,
): Promise<Omit<Server, 'url'>> {
  const words = ['dist/main.js', ...roles];
  const { child, printed, ended } = await start(process.execPath, words, { PORT: '0', ...settings });
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!welcome.test(printed.stdout)) {
    if (!running.has(child) || Date.now() > deadline) throw new Error(`It did not start: ${printed.stderr}`);
    await sleep(20);
  }
  const stop = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return { welcome: printed.stdout, ended, stop };
}

/** Kills every process that still runs; for afterAll. */
export async function killProcesses(): Promise<void> {
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
  const ended = once(child, 'close').then(([code]): ProcessResult => {
    running.delete(child);
    return { ...printed, code: code as number | null };
  });
  await once(child, 'spawn');
  return { child, printed, ended };
}
