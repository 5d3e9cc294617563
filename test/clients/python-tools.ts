import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { execute } from './commands.js';

const REQUIREMENTS = resolve('test/clients/requirements.txt');
const VENV = resolve('node_modules/.cache/daybook/clients-venv');
const INSTALLED = join(VENV, 'requirements.txt');

let installing: Promise<string> | undefined;

/** The Python of an environment that has what requirements.txt lists. It is kept until the list changes. */
export const venvPython = (): Promise<string> => (installing ??= install());

async function install(): Promise<string> {
  const python = join(VENV, 'bin/python');
  const wanted = await readFile(REQUIREMENTS, 'utf8');
  if ((await readFile(INSTALLED, 'utf8').catch(() => null)) === wanted) return python;
  await rm(VENV, { recursive: true, force: true });
  await execute({ words: ['python3', '-m', 'venv', VENV] });
  await execute({ words: [python, '-m', 'pip', 'install', '--quiet', '--no-deps', '-r', REQUIREMENTS] });
  await writeFile(INSTALLED, wanted);
  return python;
}

/** OpenAPI Generator is a Java program; its Python package has it inside. */
export async function generatorJar(): Promise<string> {
  const script = 'import openapi_generator_cli, os; print(os.path.dirname(openapi_generator_cli.__file__))';
  const folder = await execute({ words: [await venvPython(), '-c', script] });
  return join(folder.trim(), 'openapi-generator.jar');
}
