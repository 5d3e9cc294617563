import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Command, execute } from './commands.js';
import { generatorJar, venvPython } from './python-tools.js';

const DOCUMENT = resolve('openapi.yaml');
const READERS = resolve('test/clients/readers');
const CLASSPATH = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath';

/** A generator of clients. */
interface Generator {
  /** Programs without which the client cannot be generated, compiled or run, each with an argument to try it with. */
  needs: Command['words'][];
  /** Generates the client into an empty folder, compiles it with the program that reads the inbox, and says how to run that. */
  build(folder: string, serverUrl: string): Promise<Command>;
}

const PYTHON: Command['words'] = ['python3', '--version'];
const JAVA: Command['words'] = ['java', '-version'];

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
      await execute({ words: ['go', 'build', '-o', 'reader', './read'], cwd: folder });
      return { words: [join(folder, 'reader')] };
    },
  },
  'openapi-generator java': {
    needs: [JAVA, PYTHON, ['mvn', '-v']],
    async build(folder) {
      await openApiGenerator('java', folder, '--library', 'native');
      await copyFile(join(READERS, 'Reader.java'), join(folder, 'src/main/java/Reader.java'));
      const maven: Command['words'] = [
        'mvn',
        '-q',
        '-B',
        'compile',
        CLASSPATH,
        '-Dmdep.outputFile=classpath',
      ];
      await execute({ words: maven, cwd: folder });
      return { words: ['sh', '-c', 'java -cp "target/classes:$(cat classpath)" Reader'], cwd: folder };
    },
  },
  'openapi-python-client': {
    needs: [PYTHON],
    async build(folder) {
      const output = ['--path', DOCUMENT, '--meta', 'none', '--output-path', join(folder, 'daybook')];
      await execute({ words: [await venvPython(), '-m', 'openapi_python_client', 'generate', ...output] });
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
        words: ['npx', '--yes', 'orval@7.13.2', '--config', './orval.config.cjs'],
        cwd: folder,
      });
      return typescript('orval.ts', folder);
    },
  },
  '@hey-api/openapi-ts': {
    needs: [],
    async build(folder) {
      const config = 'examples/client/openapi-ts.config.js';
      await execute({ words: ['npx', 'openapi-ts', '-f', config, '-o', join(folder, 'daybook')] });
      return typescript('hey-api.ts', folder);
    },
  },
};

/** The folder of a generator, emptied. */
export async function folderOf(name: string): Promise<string> {
  const folder = resolve('dist/clients', name.replaceAll(/\W+/g, '-'));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

async function openApiGenerator(language: string, folder: string, ...options: string[]): Promise<void> {
  const generate = ['generate', '-i', DOCUMENT, '-g', language, '-o', folder, ...options];
  await execute({ words: ['java', '-jar', await generatorJar(), ...generate] });
}

async function python(reader: string, folder: string): Promise<Command> {
  await copyFile(join(READERS, reader), join(folder, 'read.py'));
  await execute({ words: [await venvPython(), '-m', 'compileall', '-q', folder] });
  return { words: [await venvPython(), join(folder, 'read.py')] };
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
  await execute({ words: ['npx', 'tsc', '-p', folder] });
  return { words: [process.execPath, join(folder, 'js/read.js')] };
}
