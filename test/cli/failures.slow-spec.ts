import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { cli, killProcesses } from '../support/processes.js';

const app = useApp();
const environment = { DATABASE_URL: process.env.TEST_DATABASE_URL! };
const UNKNOWN_ID = '01900000-0000-7000-8000-000000000000';
let company: string;
let folder: string;

beforeAll(async () => {
  ({ id: company } = (await createTenant(app)).company);
  folder = await mkdtemp(join(tmpdir(), 'daybook-cli-'));
  await writeFile(
    join(folder, 'latin1.csv'),
    Buffer.from('invoice_number,customer\n1,M\u00fcller\n', 'latin1'),
  );
  await writeFile(
    join(folder, 'broken.csv'),
    'invoice_number,customer,due_date,amount,currency\n1,C,soon,5,USD\n',
  );
});

afterAll(async () => {
  await killProcesses();
  await rm(folder, { recursive: true });
});

/** $C stands for the id of a company, $F for a directory. */
const FAILURES: [title: string, command: string, message: string][] = [
  ['an unknown company', `contact list --company ${UNKNOWN_ID}`, `There is no company ${UNKNOWN_ID}.`],
  ['a company id that is not a UUID', 'recommend --company harbour', 'There is no company harbour.'],
  [
    'an unknown scope',
    'token create --company $C --name desk --scope read --scope write',
    'Allowed choices are read, decide, deliver, ledger, propose, admin.',
  ],
  [
    'the name "system"',
    'token create --company $C --name system --scope read',
    'The name "system" is reserved for Daybook itself.',
  ],
  [
    'a day that does not exist',
    'token create --company $C --name desk --scope read --expires 2027-02-29',
    'It must be a real calendar date, YYYY-MM-DD.',
  ],
  [
    'a day in the past',
    'token create --company $C --name desk --scope read --expires 2026-01-31',
    'It must not be in the past.',
  ],
  ['an unknown token', `token revoke ${UNKNOWN_ID}`, `There is no token ${UNKNOWN_ID}.`],
  ['a token id that is not a UUID', 'token revoke desk', 'It must be a UUID.'],
  [
    'a malformed e-mail address',
    'contact create --company $C --name Ada --email ada',
    'It must be an e-mail address.',
  ],
  ['a missing option', 'company create', "required option '--name <name>' not specified"],
  ['a missing file', 'ledger import $F/none.csv --company $C', '$F/none.csv'],
  [
    'a file that is not UTF-8',
    'ledger import $F/latin1.csv --company $C',
    '$F/latin1.csv must be text in UTF-8',
  ],
  [
    'an unknown field',
    'ledger import $F/latin1.csv --company $C --map color=C',
    'with one of the fields external_id, invoice_number,',
  ],
];

describe('a failing command explains the error on stderr, exits with 1 and prints nothing on stdout', () => {
  it.concurrent.each(FAILURES)('%s: %s', async (_title, command, message) => {
    const fill = (text: string) => text.replaceAll('$C', company).replaceAll('$F', folder);
    const { stdout, stderr, code } = await cli(environment, ...fill(command).split(' '));
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr.replace(/\s+/g, ' ')).toContain(fill(message));
    expect(stderr).not.toMatch(/node_modules|\bat .*\.js:\d|QueryFailedError|invalid input syntax/);
  });
});
