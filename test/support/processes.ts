import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

export type Environment = Record<string, string>;

/** The output and the exit code of a process that has exited. */
export interface ProcessResult {
  stdout: string;
  stderr: string;
  code: number | null;
}

export interface Server {
  /** http://127.0.0.1:<port>, as the process printed it. */
  url: string;
  pid: number;
  /** What the process printed when it started. */
  welcome: string;
  /** Resolves when the process exits, for any reason. */
  ended: Promise<ProcessResult>;
  /** Sends a signal and waits until the process has exited. */
  stop(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<ProcessResult>;
}

const START_TIMEOUT_MS = 90_000;
const running = new Set<ChildProcess>();

/** Runs a program until it exits. Its environment has only PATH, HOME, the settings, and a DATA_DIR outside the repository. */
export async function runProgram(
  program: string,
  args: string[],
  settings: Environment = {},
): Promise<ProcessResult> {
  return (await start(program, args, settings)).ended;
}

/** Runs the compiled command line. */
export const cli = (settings: Environment, ...args: string[]): Promise<ProcessResult> =>
  runProgram(process.execPath, ['dist/cli/main.js', ...args], settings);

/**
 * Runs the compiled command line and parses its output.
 * @throws Error if the command fails or prints anything but one JSON value
 */
export async function cliJson<T>(settings: Environment, ...args: string[]): Promise<T> {
  const { stdout, stderr, code } = await cli(settings, ...args);
  if (code !== 0) throw new Error(`${args.join(' ')} exited with ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** Starts the compiled API, by default with the worker; resolves when it has printed its URL. */
export async function startServer(settings: Environment, roles: string[] = []): Promise<Server> {
  // The last line of the welcome, with or without a demo company; in production, a line of the log.
  const started = await startMain(roles, settings, /(needs_action|--scope decide|"API started")[^]*\n$/);
  return { ...started, url: /^Daybook {2}(\S+)$|"url":"([^"]+)"/m.exec(started.welcome)!.slice(1).join('') };
}

/** Starts a command of the compiled command line that runs until it is stopped; resolves when its output matches. */
export const startCli = (
  settings: Environment,
  welcome: RegExp,
  ...args: string[]
): Promise<Omit<Server, 'url'>> => startUntil(['dist/cli/main.js', ...args], settings, welcome);

/** Starts the compiled worker without the API. */
export const startWorker = (settings: Environment): Promise<Omit<Server, 'url'>> =>
  startMain(['worker'], settings, /The Daybook worker is running[^]*\n$|"worker started".*\n$/);

const startMain = (roles: string[], settings: Environment, welcome: RegExp): Promise<Omit<Server, 'url'>> =>
  startUntil(['dist/main.js', ...roles], { PORT: '0', ...settings }, welcome);

async function startUntil(
  args: string[],
  settings: Environment,
  welcome: RegExp,
): Promise<Omit<Server, 'url'>> {
  const { child, printed, ended } = await start(process.execPath, args, settings);
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!welcome.test(printed.stdout)) {
    if (!running.has(child) || Date.now() > deadline)
      throw new Error(`The process did not start: ${printed.stderr}`);
    await sleep(20);
  }
  const stop = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return { pid: child.pid!, welcome: printed.stdout, ended, stop };
}

/** Kills every process that still runs; for afterAll. */
export async function killProcesses(): Promise<void> {
  for (const child of running) {
    child.kill('SIGKILL');
    await once(child, 'close');
  }
}

async function start(program: string, args: string[], settings: Environment) {
  const { PATH = '', HOME = '', TEST_DATA_DIR } = process.env;
  // Workers write the e-mails of the sandbox and the key of the checkpoints into DATA_DIR.
  const dataDir: Environment = TEST_DATA_DIR ? { DATA_DIR: TEST_DATA_DIR } : {};
  const child = spawn(program, args, {
    env: { PATH, HOME, ...dataDir, ...settings },
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
