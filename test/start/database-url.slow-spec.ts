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

/** An external database, empty at first. Each test continues from the state that the previous one left. */
let settings: Environment;
let server: Server;

beforeAll(async () => {
  settings = { DATABASE_URL: await createEmptyDatabase(), DATA_DIR: join(await aFolder(), 'data') };
});

afterAll(async () => {
  await killProcesses();
  await removeFolders();
});

const PENDING = 'The database has pending migrations. Bring it up to date with: npm run migrate\n';

describe('with DATABASE_URL set', () => {
  it('does not start while migrations are pending, and names the command to run', async () => {
    const api = await runProgram(process.execPath, ['dist/main.js'], { ...settings, PORT: '0' });
    const command = await cli(settings, 'company', 'list');
    expect(api).toEqual({ stdout: '', stderr: `Daybook cannot start.\n${PENDING}`, code: 1 });
    expect(command).toEqual({ stdout: '', stderr: PENDING, code: 1 });
    const tables = `SELECT table_name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_name <> 'migrations'`;
    expect(await sql(settings.DATABASE_URL!, tables)).toEqual([]);
  });

  it('is migrated by that command, which applies nothing the second time', async () => {
    const { stdout, code } = await runProgram('npm', ['run', 'migrate'], settings);
    expect(code).toBe(0);
    expect(stdout).toContain('"InitialSchema1764000000000"');
    expect(await cliJson(settings, 'migrate')).toEqual({ applied: [] });
  });

  it('starts without a demo company, and prints the first steps', async () => {
    server = await startServer(settings);
    expect(server.welcome).toBe(`Daybook  ${server.url}
Docs     ${server.url}/api/docs
E-mails  sandbox: files in ${settings.DATA_DIR}/outbox, nothing is sent

Create a company and a token for it:

  npm run --silent cli -- company create --name 'My company'
  npm run --silent cli -- token create --company <id> --name desk --scope read --scope decide

`);
    expect(await sql(settings.DATABASE_URL!, 'SELECT id FROM company')).toEqual([]);
    expect(await cli(settings, 'demo', 'show')).toEqual({
      stdout: '',
      stderr: 'There is no demo company here; `npm start` without DATABASE_URL creates it.\n',
      code: 1,
    });
  });

  it('serves requests after the first steps', async () => {
    const [first, second] = server.welcome.split('\n').filter((line) => line.includes('npm run'));
    const company = await runProgram('sh', ['-c', first!], settings);
    const { id } = JSON.parse(company.stdout) as { id: string };
    const created = await runProgram('sh', ['-c', second!.replace('<id>', id)], settings);
    const { token } = JSON.parse(created.stdout) as { token: string };

    const authorization = `Token ${token}`;
    const response = await fetch(`${server.url}/api/companies/${id}/actions`, { headers: { authorization } });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ count: 0, page: 1, page_size: 0, data: [] });
  });

  it('does not create the data folder of an embedded server', async () => {
    expect((await server.stop('SIGTERM')).code).toBe(0);
    expect(existsSync(settings.DATA_DIR!)).toBe(false);
  });
});

describe('with the DATABASE_URL of a server that is not running', () => {
  it('does not start, and prints the reason', async () => {
    const unreachable = { DATABASE_URL: 'postgres://daybook@127.0.0.1:1/daybook', PORT: '0' };
    expect(await runProgram(process.execPath, ['dist/main.js'], unreachable)).toEqual({
      stdout: '',
      stderr: 'Daybook cannot start.\nconnect ECONNREFUSED 127.0.0.1:1\n',
      code: 1,
    });
  });
});
