import { spawn } from 'node:child_process';

/** A program, its arguments, and where and with what to run it. */
export interface Command {
  words: [string, ...string[]];
  cwd?: string;
  env?: Record<string, string>;
}

/** Of one command: the first run downloads what the generated clients depend on. */
const DEADLINE_MS = 300_000;

/** Runs a command to its end and returns its standard output; throws with everything that it printed if it fails. */
export async function execute({ words: [program, ...rest], cwd, env }: Command): Promise<string> {
  const child = spawn(program, rest, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: DEADLINE_MS,
    killSignal: 'SIGKILL',
  });
  const printed = { stdout: '', all: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      if (name === 'stdout') printed.stdout += text;
      printed.all += text;
    });
  }
  const ending = await new Promise<string | number | null>((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => resolve(signal ?? code));
  });
  if (ending !== 0) throw new Error(`${[program, ...rest].join(' ')} ended with ${ending}:\n${printed.all}`);
  return printed.stdout;
}

export async function isInstalled(...words: Command['words']): Promise<boolean> {
  try {
    await execute({ words });
    return true;
  } catch {
    return false;
  }
}
