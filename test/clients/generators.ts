import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, execute } from '../support/commands.js';
import { generatorJar, venvPython } from './python-tools.js';
import { PYTHON } from '../support/python.js';

const DOCUMENT = resolve('openapi.yaml');
const READERS = resolve('test/clients/readers');
const CLASSPATH = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath';

interface Generator {
  /** The programs that generating, compiling and running the client requires, each with arguments that only probe it. */
  needs: Command['args'][];
  /** Generates the client into an empty folder, compiles it with its reader, and returns the command that runs the reader. */
  build(folder: string, serverUrl: string): Promise<Command>;
}

const JAVA: Command['args'] = ['java', '-version'];

export const GENERATORS: Record<string, Generator> = {
  'openapi-generator python': {
    needs: [JAVA, PYTHON],
    async build(folder) {
      await openApiGenerator('python', folder, '--package-name', 'daybook');
      return python('openapi-generator-python.py', folder);
    },
  },
  'openapi-generator go': {
    needs: [JAVA, PYTHON, ['go', 'version']],
    async build(folder) {
      const module = ['--git-host', 'example.com', '--git-user-id', 'daybook', '--git-repo-id', 'client'];
      await openApiGenerator('go', folder, '--package-name', 'daybook', ...module);
      await mkdir(join(folder, 'read'));
      await copyFile(join(READERS, 'openapi-generator-go.go'), join(folder, 'read/main.go'));
      await execute({ args: ['go', 'build', '-o', 'reader', './read'], cwd: folder });
      return { args: [join(folder, 'reader')] };
    },
  },
  'openapi-generator java': {
    needs: [JAVA, PYTHON, ['mvn', '-v']],
    async build(folder) {
      await openApiGenerator('java', folder, '--library', 'native');
      await copyFile(join(READERS, 'Reader.java'), join(folder, 'src/main/java/Reader.java'));
      const maven: Command['args'] = ['mvn', '-q', '-B', 'compile', CLASSPATH, '-Dmdep.outputFile=classpath'];
      await execute({ args: maven, cwd: folder });
      return { args: ['sh', '-c', 'java -cp "target/classes:$(cat classpath)" Reader'], cwd: folder };
    },
  },
  'openapi-python-client': {
    needs: [PYTHON],
    async build(folder) {
      const output = ['--path', DOCUMENT, '--meta', 'none', '--output-path', join(folder, 'daybook')];
      await execute({ args: [await venvPython(), '-m', 'openapi_python_client', 'generate', ...output] });
      return python('openapi-python-client.py', folder);
    },
  },
  orval: {
    needs: [],
    async build(folder, serverUrl) {
      const output = { target: join(folder, 'daybook.ts'), client: 'fetch', baseUrl: serverUrl };
      const config = `module.exports = ${JSON.stringify({ daybook: { input: DOCUMENT, output } })};`;
      await writeFile(join(folder, 'orval.config.cjs'), config);
      await execute({
        args: ['npx', '--yes', 'orval@7.13.2', '--config', './orval.config.cjs'],
        cwd: folder,
      });
      return typescript('orval.ts', folder);
    },
  },
  '@hey-api/openapi-ts': {
    needs: [],
    async build(folder) {
      const config = 'packages/client/openapi-ts.config.js';
      await execute({ args: ['npx', 'openapi-ts', '-f', config, '-o', join(folder, 'daybook')] });
      return typescript('hey-api.ts', folder);
    },
  },
};

/** Creates the empty output folder of a generator. */
export async function createFolder(name: string): Promise<string> {
  const folder = resolve('dist/clients', name.replaceAll(/\W+/g, '-'));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

async function openApiGenerator(language: string, folder: string, ...options: string[]): Promise<void> {
  const generate = ['generate', '-i', DOCUMENT, '-g', language, '-o', folder, ...options];
  await execute({ args: ['java', '-jar', await generatorJar(), ...generate] });
}

async function python(reader: string, folder: string): Promise<Command> {
  await copyFile(join(READERS, reader), join(folder, 'read.py'));
  await execute({ args: [await venvPython(), '-m', 'compileall', '-q', folder] });
  return { args: [await venvPython(), join(folder, 'read.py')] };
}

async function typescript(reader: string, folder: string): Promise<Command> {
  await copyFile(join(READERS, reader), join(folder, 'read.ts'));
  const compilerOptions = {
    target: 'ES2022',
    module: 'NodeNext',
    lib: ['ES2023', 'DOM', 'DOM.Iterable'],
    types: ['node'],
    strict: true,
    skipLibCheck: true,
    outDir: 'js',
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['read.ts'] }));
  await execute({ args: ['npx', 'tsc', '-p', folder] });
  return { args: [process.execPath, join(folder, 'js/read.js')] };
}
