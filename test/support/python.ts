import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, execute } from './commands.js';

/** Probes whether Python is installed. */
export const PYTHON: Command['args'] = ['python3', '--version'];

/**
 * Returns the path of a virtual environment with the packages of a requirements file, which has exact versions of all of them. The
 * environment is reused until that file changes.
 * @param name the name of its directory in the cache
 */
export async function virtualEnvironment(name: string, requirementsFile: string): Promise<string> {
  const folder = resolve('node_modules/.cache/daybook', name);
  const installedFile = join(folder, 'requirements.txt');
  const requirements = await readFile(requirementsFile, 'utf8');
  if ((await readFile(installedFile, 'utf8').catch(() => null)) === requirements) return folder;
  await rm(folder, { recursive: true, force: true });
  await execute({ args: ['python3', '-m', 'venv', folder] });
  const install = ['-m', 'pip', 'install', '--quiet', '--no-deps', '-r', requirementsFile];
  await execute({ args: [join(folder, 'bin/python'), ...install] });
  await writeFile(installedFile, requirements);
  return folder;
}
