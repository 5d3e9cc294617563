import { join } from 'node:path';
import { aFolder, removeFolders } from '../../support/folders.js';
import {
  cliJson,
  type Environment,
  killProcesses,
  type Server,
  startServer,
} from '../../support/processes.js';
import { requestAs } from './requests.js';

/** The people of the demo company, by their role. */
export const PEOPLE = {
  admin: 'Dana Whitfield',
  decider: 'Ines Caldeira',
  viewer: 'Marcus Oyelaran',
} as const;
export type Role = keyof typeof PEOPLE;

/** A running server with the demo company on a database of its own. */
export interface Inbox {
  url: string;
  server: Server;
  settings: Environment;
  company: string;
  /** Sends a request as a program with all scopes; the path begins after the company. */
  request: <T>(method: string, path: string, body?: object) => Promise<T>;
  /** Makes a one-time link for a person of the demo, and returns its address. */
  linkFor(role: Role): Promise<string>;
}

const SCOPES = ['read', 'decide', 'ledger', 'propose', 'admin'].flatMap((scope) => ['--scope', scope]);

/** Starts the compiled server; `changes` override its settings. */
export async function startInbox(changes: Environment = {}): Promise<Inbox> {
  const DATA_DIR = join(await aFolder(), 'data');
  const settings = { DATA_DIR, RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'warn', ...changes };
  const server = await startServer(settings);
  const { url } = server;
  const { company_id: company } = await cliJson<{ company_id: string }>(settings, 'demo', 'show');
  const args = ['token', 'create', '--company', company, '--name', 'browser tests', ...SCOPES];
  const { token } = await cliJson<{ token: string }>(settings, ...args);
  const request = requestAs(`${url}/api/companies/${company}`, token);
  const contacts = await request<{ data: { id: string; name: string }[] }>('GET', '/contacts');
  const linkFor = async (role: Role) => {
    const { id } = contacts.data.find(({ name }) => name === PEOPLE[role])!;
    const link = await cliJson<{ url: string }>(settings, 'login-link', 'create', '--contact', id);
    // The command does not know the port, which is any free one.
    return url + link.url.slice(new URL(link.url).origin.length);
  };
  return { url, server, settings, company, request, linkFor };
}

/** For afterAll. */
export async function stopInbox(): Promise<void> {
  await killProcesses();
  await removeFolders();
}
