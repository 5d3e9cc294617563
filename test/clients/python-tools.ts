import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { execute } from './commands.js';

const REQUIREMENTS = resolve('test/clients/requirements.txt');
const VENV = resolve('node_modules/.cache/daybook/clients-venv');
const INSTALLED_REQUIREMENTS = join(VENV, 'requirements.txt');

let installation: Promise<string> | undefined;

/** Path of the Python in a virtual environment with the packages of requirements.txt. The environment is reused until that file changes. */
export const venvPython = (): Promise<string> => (installation ??= install());

async function install(): Promise<string> {
  const python = join(VENV, 'bin/python');
  const requirements = await readFile(REQUIREMENTS, 'utf8');
  if ((await readFile(INSTALLED_REQUIREMENTS, 'utf8').catch(() => null)) === requirements) return python;
  await rm(VENV, { recursive: true, force: true });
  await execute({ args: ['python3', '-m', 'venv', VENV] });
  await execute({ args: [python, '-m', 'pip', 'install', '--quiet', '--no-deps', '-r', REQUIREMENTS] });
  await writeFile(INSTALLED_REQUIREMENTS, requirements);
  return python;
}

/** Path of OpenAPI Generator's Java program, which its Python package contains. */
export async function generatorJar(): Promise<string> {
  const script = 'import openapi_generator_cli, os; print(os.path.dirname(openapi_generator_cli.__file__))';
  const folder = await execute({ args: [await venvPython(), '-c', script] });
  return join(folder.trim(), 'openapi-generator.jar');
}
