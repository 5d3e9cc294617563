import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEmptyDatabase, sql } from '../support/database.js';
import { aFolder, removeFolders } from '../support/folders.js';
import {
  cliJson,
  cli,
  killProcesses,
  type Environment,
  runProgram,
  type Server,
  startServer,
} from '../support/processes.js';

/** An operator's database, empty at first: each test goes on where the one before it ended. */
let here: Environment;
let server: Server;

beforeAll(async () => {
  here = { DATABASE_URL: await createEmptyDatabase(), DATA_DIR: join(await aFolder(), 'data') };
});

afterAll(async () => {
  await killProcesses();
  await removeFolders();
});

const PENDING = 'The database has pending migrations. Bring it up to date with: npm run migrate\n';

describe('with DATABASE_URL set', () => {
  it('stops on pending migrations with a message that names the command', async () => {
    const api = await runProgram(process.execPath, ['dist/main.js'], { ...here, PORT: '0' });
    const command = await cli(here, 'company', 'list');
    expect(api).toEqual({ stdout: '', stderr: `Daybook cannot start.\n${PENDING}`, code: 1 });
    expect(command).toEqual({ stdout: '', stderr: PENDING, code: 1 });
    const tables = `SELECT table_name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_name <> 'migrations'`;
    expect(await sql(here.DATABASE_URL!, tables)).toEqual([]);
  });

  it('is brought up to date by the command that the message names, and the second time there is nothing to do', async () => {
    const { stdout, code } = await runProgram('npm', ['run', 'migrate'], here);
    expect(code).toBe(0);
    expect(stdout).toContain('"InitialSchema1764000000000"');
    expect(await cliJson(here, 'migrate')).toEqual({ applied: [] });
  });

  it('starts without a demo company, and prints the first steps', async () => {
    server = await startServer(here);
    expect(server.welcome).toBe(`Daybook  ${server.url}
Docs     ${server.url}/api/docs

Make a company and a token for it:

  npm run --silent cli -- company create --name 'My company'
  npm run --silent cli -- token create --company <id> --name desk --scope read --scope decide

`);
    expect(await sql(here.DATABASE_URL!, 'SELECT id FROM company')).toEqual([]);
    expect(await cli(here, 'demo', 'show')).toEqual({
      stdout: '',
      stderr: 'There is no demo company here; `npm start` without DATABASE_URL loads it.\n',
      code: 1,
    });
  });

  it('serves whoever follows the first steps', async () => {
    const [first, second] = server.welcome.split('\n').filter((line) => line.includes('npm run'));
    const made = await runProgram('sh', ['-c', first!], here);
    const { id } = JSON.parse(made.stdout) as { id: string };
    const given = await runProgram('sh', ['-c', second!.replace('<id>', id)], here);
    const { token } = JSON.parse(given.stdout) as { token: string };

    const authorization = `Token ${token}`;
    const response = await fetch(`${server.url}/api/companies/${id}/actions`, { headers: { authorization } });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ count: 0, page: 1, page_size: 0, data: [] });
  });

  it('starts nothing embedded: the data folder is never made', async () => {
    expect((await server.stop('SIGTERM')).code).toBe(0);
    expect(existsSync(here.DATA_DIR!)).toBe(false);
  });
});

describe('with a DATABASE_URL that leads nowhere', () => {
  it('stops with the reason', async () => {
    const nowhere = { DATABASE_URL: 'postgres://daybook@127.0.0.1:1/daybook', PORT: '0' };
    expect(await runProgram(process.execPath, ['dist/main.js'], nowhere)).toEqual({
      stdout: '',
      stderr: 'Daybook cannot start.\nconnect ECONNREFUSED 127.0.0.1:1\n',
      code: 1,
    });
  });
});
