import { join } from 'node:path';
import { execute } from '../support/commands.js';
import { virtualEnvironment } from '../support/python.js';

let installation: Promise<string> | undefined;

/** Path of the Python in a virtual environment with the packages of requirements.txt. */
export async function venvPython(): Promise<string> {
  const venv = await (installation ??= virtualEnvironment('clients-venv', 'test/clients/requirements.txt'));
  return join(venv, 'bin/python');
}

/** Path of OpenAPI Generator's Java program, which its Python package contains. */
export async function generatorJar(): Promise<string> {
  const script = 'import openapi_generator_cli, os; print(os.path.dirname(openapi_generator_cli.__file__))';
  const folder = await execute({ args: [await venvPython(), '-c', script] });
  return join(folder.trim(), 'openapi-generator.jar');
}
