import { spawn } from 'node:child_process';

/** A program to run, with its working directory and additions to the environment. */
export interface Command {
  /** The program and its arguments. */
  args: [string, ...string[]];
  cwd?: string;
  env?: Record<string, string>;
  /** By default five minutes, because the first run of a command may download dependencies. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 300_000;

/**
 * Runs a command and returns its standard output.
 * @throws Error with everything that the command printed, if it fails
 */
export async function execute({ args, cwd, env, timeoutMs = TIMEOUT_MS }: Command): Promise<string> {
  const [program, ...rest] = args;
  const child = spawn(program, rest, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
  });
  const printed = { stdout: '', all: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      if (name === 'stdout') printed.stdout += text;
      printed.all += text;
    });
  }
  const exit = await new Promise<string | number | null>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve(signal ?? code));
  });
  if (exit !== 0) throw new Error(`${args.join(' ')} exited with ${exit}:\n${printed.all}`);
  return printed.stdout;
}

export async function isInstalled(args: Command['args']): Promise<boolean> {
  try {
    await execute({ args });
    return true;
  } catch {
    return false;
  }
}
