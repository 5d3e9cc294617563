import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
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

interface Sent {
  status: string;
}
const SENT = { status: 'completed', delivery: { way: 'built_in', status: 'sent' } };

/** One installation, from its first start to its third. Each test continues from the state that the previous one left. */
let settings: Environment;
let server: Server;
let demo: Demo;
let approved: string;

beforeAll(async () => {
  settings = { DATA_DIR: join(await aFolder(), 'data') };
});

afterAll(async () => {
  await killProcesses();
  await removeFolders();
});

const tokenFile = () => join(settings.DATA_DIR!, 'demo.json');
const outbox = () => join(settings.DATA_DIR!, 'outbox');
const showDemo = () => cliJson<Demo>(settings, 'demo', 'show');

async function get<T>(path: string): Promise<T> {
  const authorization = `Token ${demo.token}`;
  const url = `${server.url}/api/companies/${demo.company_id}${path}`;
  const response = await fetch(url, { headers: { authorization } });
  expect(response.status).toBe(200);
  return (await response.json()) as T;
}

/** Waits until a condition holds, for at most 30 seconds. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 30_000; !(await condition()); await sleep(50))
    expect(Date.now()).toBeLessThan(deadline);
}

/** Pastes a printed command into a shell, and expects lines of output that start with these texts. */
async function expectLines(command: string, starts: string[]): Promise<void> {
  const { stdout, code } = await runProgram('sh', ['-c', command]);
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line, at) => line.slice(0, starts[at]?.length))).toEqual(starts);
  expect(stdout.length).toBeLessThan(1_000);
}

describe('on an empty data folder', () => {
  it('does not start if the port is taken, and prints the reason', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { stdout, stderr, code } = await runProgram(process.execPath, ['dist/main.js'], {
      ...settings,
      PORT: String(port),
    });
    other.close();
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toContain(`PORT=${port} is already in use on 127.0.0.1`);
  });

  it('prints the URLs, the id of the demo company, the file of its token and the commands of the tour', async () => {
    server = await startServer(settings);
    demo = await showDemo();
    const { base_url, company_id } = demo;
    expect(Object.keys(demo).toSorted()).toEqual(['base_url', 'company_id', 'token']);
    expect(base_url).toBe(server.url);
    expect(base_url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    // The worker already sends e-mails of the demo company, and logs it.
    const welcome = server.welcome.split('\n').filter((line) => !line.startsWith('{'));
    expect(welcome).toEqual([
      `Daybook  ${base_url}`,
      `Docs     ${base_url}/api/docs`,
      `E-mails  sandbox: files in ${outbox()}, nothing is sent`,
      expect.stringMatching(/^Inbox {4}npm run --silent cli -- login-link create --contact [\w-]{36}$/),
      `Company  ${company_id}`,
      `Token    in ${tokenFile()}`,
      '',
      'Read the token, which is only printed to a terminal:',
      '',
      `  TOKEN=$(node -p 'require("${tokenFile()}").token')`,
      '',
      'List the three most urgent actions that need a decision:',
      '',
      expect.stringMatching(/^ {2}curl .*category=needs_action&page_size=3' \| grep /),
      '',
      'Approve an e-mail with an edited text, which sends it within a second:',
      '',
      expect.stringMatching(/^ {2}curl .*final_content.*\/approve' \| grep /),
      '',
      'Read the e-mail, which has not left this machine:',
      '',
      expect.stringMatching(/^ {2}cat '.*\/outbox'\/[\w-]+@\*\.eml$/),
      '',
      `Or open ${base_url}/api/docs in a browser, press Authorize and paste the token.`,
      '',
    ]);
    expect((await fetch(`${base_url}/api/docs`)).status).toBe(200);
  });

  it('H9: prints curl commands that work, and whose output fits a screen', async () => {
    const commands = server.welcome.split('\n').filter((line) => /^ {2}(TOKEN=|curl )/.test(line));
    const [token, ...others] = commands as [string, string, string];
    const [list, approve] = others.map((command) => `${token}\n${command}`) as [string, string];
    const action = ['"action_type":"', '"description":"', '"urgency_score":'];
    await expectLines(list, ['"count":', ...action, ...action, ...action]);
    await expectLines(approve, [
      '"description":"',
      '"effective_content":"Hello, a short reminder of our open invoice."',
      '"command":"propose"',
      '"from_status":"proposed"',
      '"to_status":"proposed"',
      '"command":"approve"',
      '"from_status":"proposed"',
      '"to_status":"processing"',
    ]);
    await expectLines(approve, [
      '"status":400,"detail":"Only proposed or scheduled actions can be approved; ',
    ]);
    approved = /actions\/([^/]*)\/approve/.exec(approve)![1]!;
  });

  it('prints a command that shows the e-mail, once it is sent', async () => {
    const read = server.welcome.split('\n').find((line) => line.startsWith('  cat '))!;
    await until(async () => (await get<Sent>(`/actions/${approved}`)).status === 'completed');
    const { stdout, code } = await runProgram('sh', ['-c', read]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^To: .+@.+\.example/m);
    expect(stdout).toContain('Hello, a short reminder of our open invoice.');
    // The three e-mails that were approved when the demo company was made, and this one.
    await until(async () => (await readdir(outbox())).filter((name) => name.endsWith('.eml')).length === 4);
  });

  it('stores the token in a file that only its owner can read', async () => {
    const { mode } = await stat(tokenFile());
    expect(mode & 0o777).toBe(0o600);
  });

  it('can be administered from the command line while it runs', async () => {
    // Only one, although an earlier start failed.
    expect(await cliJson(settings, 'company', 'list')).toEqual([
      { id: demo.company_id, name: expect.any(String) },
    ]);
    const ada = ['--company', demo.company_id, '--name', 'Ada', '--email', 'ada@example.com'];
    const { id } = await cliJson<{ id: string }>(settings, 'contact', 'create', ...ada);
    const { data } = await get<{ data: object[] }>('/contacts?search=ada@example');
    expect(data).toEqual([expect.objectContaining({ id, name: 'Ada' })]);
  });

  it('ends with status 0 on SIGTERM, and has printed no token', async () => {
    const { code, stdout, stderr } = await server.stop('SIGTERM');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toMatch(/dbk_/);
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
  });
});

describe('while the API is stopped', () => {
  it('can be administered from the command line', async () => {
    const contacts = await cliJson<object[]>(settings, 'contact', 'list', '--company', demo.company_id);
    expect(contacts).toContainEqual(expect.objectContaining({ name: 'Ada', email: 'ada@example.com' }));
  });
});

describe('on existing data', () => {
  it('has the same demo company, token and decisions', async () => {
    server = await startServer(settings);
    expect(server.welcome).toContain(`Company  ${demo.company_id}\nToken    in ${tokenFile()}\n`);
    expect(await showDemo()).toEqual({ ...demo, base_url: server.url });
    expect(await get(`/actions/${approved}`)).toMatchObject(SENT);
  });

  it('starts again after kill -9', async () => {
    await server.stop('SIGKILL');
    server = await startServer(settings);
    expect(server.welcome).toContain(`Company  ${demo.company_id}\nToken    in ${tokenFile()}\n`);
    expect(await get(`/actions/${approved}`)).toMatchObject(SENT);
    expect((await server.stop('SIGINT')).code).toBe(0);
  });
});
