import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aFolder, removeFolders } from '../support/folders.js';
import {
  cliJson,
  killProcesses,
  type Environment,
  runProgram,
  type Server,
  startServer,
} from '../support/processes.js';

interface Demo {
  base_url: string;
  company_id: string;
  token: string;
}

/** One installation, from its first start to its third: each test goes on where the one before it ended. */
let here: Environment;
let server: Server;
let demo: Demo;
let approved: string;

beforeAll(async () => {
  here = { DATA_DIR: join(await aFolder(), 'data') };
});

afterAll(async () => {
  await killProcesses();
  await removeFolders();
});

const showDemo = () => cliJson<Demo>(here, 'demo', 'show');

async function get<T>(path: string): Promise<T> {
  const authorization = `Token ${demo.token}`;
  const url = `${server.url}/api/companies/${demo.company_id}${path}`;
  const response = await fetch(url, { headers: { authorization } });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

/** Pastes a printed line into a shell. */
async function paste(line: string): Promise<Record<string, unknown>> {
  const { stdout, code } = await runProgram('sh', ['-c', line]);
  expect(code).toBe(0);
  return JSON.parse(stdout) as Record<string, unknown>;
}

describe('on an empty data folder', () => {
  it('stops where the port is taken, and says so', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { stdout, stderr, code } = await runProgram(process.execPath, ['dist/main.js'], {
      ...here,
      PORT: String(port),
    });
    other.close();
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toContain(`address already in use 127.0.0.1:${port}`);
  });

  it('prints the addresses, the demo company’s id, a token and two curl lines', async () => {
    server = await startServer(here);
    demo = await showDemo();
    const { base_url, company_id, token } = demo;
    expect(Object.keys(demo).toSorted()).toEqual(['base_url', 'company_id', 'token']);
    expect(base_url).toBe(server.url);
    expect(base_url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(server.welcome.split('\n')).toEqual([
      `Daybook  ${base_url}`,
      `Docs     ${base_url}/api/docs`,
      `Company  ${company_id}`,
      `Token    ${token}`,
      '',
      'What needs a decision:',
      '',
      expect.stringMatching(/^ {2}curl .*category=needs_action'$/),
      '',
      'Approve one with an edited text:',
      '',
      expect.stringMatching(/^ {2}curl .*final_content.*\/approve'$/),
      '',
    ]);
    expect((await fetch(`${base_url}/api/docs`)).status).toBe(200);
  });

  it('prints curl lines that work as pasted', async () => {
    const [list, approve] = server.welcome.split('\n').filter((line) => line.startsWith('  curl '));
    const page = await paste(list!);
    expect(page.count).toBeGreaterThan(20);
    expect(page.data).toHaveLength(20);

    const action = await paste(approve!);
    expect(action).toMatchObject({
      status: 'processing',
      metadata: { final_content: 'Hello, a short reminder of our open invoice.' },
    });
    approved = action.id as string;
  });

  it('keeps the token where only its owner can read it', async () => {
    const { mode } = await stat(join(here.DATA_DIR!, 'demo.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('is administered from the command line while it runs', async () => {
    // Just one, although the first start of all had failed.
    expect(await cliJson(here, 'company', 'list')).toEqual([
      { id: demo.company_id, name: expect.any(String) },
    ]);
    const ada = ['--company', demo.company_id, '--name', 'Ada', '--email', 'ada@example.com'];
    const { id } = await cliJson<{ id: string }>(here, 'contact', 'create', ...ada);
    const { data } = await get<{ data: object[] }>('/contacts?search=ada@example');
    expect(data).toEqual([expect.objectContaining({ id, name: 'Ada' })]);
  });

  it('ends with status 0 on SIGTERM', async () => {
    const { code, stderr } = await server.stop('SIGTERM');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  });
});

describe('while it does not run', () => {
  it('is administered from the command line all the same', async () => {
    const contacts = await cliJson<object[]>(here, 'contact', 'list', '--company', demo.company_id);
    expect(contacts).toContainEqual(expect.objectContaining({ name: 'Ada', email: 'ada@example.com' }));
  });
});

describe('on the same data again', () => {
  it('has the same demo company and token, and what was decided', async () => {
    server = await startServer(here);
    expect(server.welcome).toContain(`Company  ${demo.company_id}\nToken    ${demo.token}\n`);
    expect(await showDemo()).toEqual({ ...demo, base_url: server.url });
    expect(await get(`/actions/${approved}`)).toMatchObject({ status: 'processing' });
  });

  it('starts again after kill -9', async () => {
    await server.stop('SIGKILL');
    server = await startServer(here);
    expect(server.welcome).toContain(`Company  ${demo.company_id}\nToken    ${demo.token}\n`);
    expect(await get(`/actions/${approved}`)).toMatchObject({ status: 'processing' });
    expect((await server.stop('SIGINT')).code).toBe(0);
  });
});
