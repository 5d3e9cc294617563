import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { companyCommand } from '../../src/cli/company.command.js';
import { contactCommand } from '../../src/cli/contact.command.js';
import { demoCommand, migrateCommand } from '../../src/cli/installation.command.js';
import { ledgerCommand, recommendCommand } from '../../src/cli/ledger.command.js';
import { listenCommand } from '../../src/cli/listen.command.js';
import { loginLinkCommand } from '../../src/cli/login-link.command.js';
import { settingsCommand } from '../../src/cli/settings.command.js';
import { tokenCommand } from '../../src/cli/token.command.js';
import { cli } from '../support/processes.js';

/** Every command with its arguments and options, copied by hand. */
const COMMANDS: Record<string, string[]> = {
  'company create': ['--name'],
  'company list': [],
  'company repair': ['--company'],
  'contact create': ['--company', '--name', '--email', '--access-role'],
  'contact update': ['id', '--company', '--access-role'],
  'contact list': ['--company'],
  'token create': ['--company', '--name', '--scope', '--contact', '--expires'],
  'token list': [],
  'token revoke': ['id'],
  'login-link create': ['--contact', '--hours'],
  'settings show': ['--company'],
  'settings set': ['--company', '--minimum-balance', '--json'],
  'ledger import': [
    'file',
    '--company',
    '--map',
    '--date-format',
    '--currency',
    '--as-of',
    '--skip-bad-rows',
    '--dry-run',
  ],
  recommend: ['--company', '--as-of', '--dry-run'],
  listen: ['--company', '--forward-to', '--types', '--secret'],
  'demo show': [],
  migrate: [],
};
const GROUPS = [
  companyCommand,
  contactCommand,
  tokenCommand,
  loginLinkCommand,
  settingsCommand,
  ledgerCommand,
  recommendCommand,
  listenCommand,
  demoCommand,
  migrateCommand,
];

const ALL_COMMANDS = GROUPS.flatMap((group) =>
  group.commands.length === 0
    ? [[group.name(), group] as const]
    : group.commands.map((command) => [`${group.name()} ${command.name()}`, command] as const),
);

/** The description of an argument or option in the help text. */
function descriptionIn(command: Command, name: string): string | undefined {
  const lines = command.helpInformation().split('\n');
  const line = lines.find((text) => new RegExp(`^ {2}${name}( |$)`).test(text));
  return line && /^ {2}\S.*? {2,}(\S.*)$/.exec(line)?.[1];
}

async function help(...words: string[]): Promise<string> {
  const { stdout, stderr, code } = await cli({}, ...words, '--help');
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return stdout;
}

describe('--help', () => {
  it('of the program lists every command and names the database', async () => {
    const text = await help();
    for (const group of GROUPS) {
      expect(text).toMatch(new RegExp(`^ {2}${group.name()}\\b.* {2,}\\S`, 'm'));
    }
    expect(text).toContain('one JSON value');
    expect(text).toContain('DATABASE_URL');
  });

  it('of token create names every scope', async () => {
    const text = (await help('token', 'create')).replace(/\s+/g, ' ');
    expect(text).toContain('(choices: "read", "decide", "deliver", "ledger", "propose", "admin")');
    expect(text).toContain('shown only once');
  });

  it('exists for exactly these commands', () => {
    expect(ALL_COMMANDS.map(([name]) => name).toSorted()).toEqual(Object.keys(COMMANDS).toSorted());
    for (const [, command] of ALL_COMMANDS) expect(command.description()).toMatch(/\S/);
  });

  it.each(ALL_COMMANDS)('of %s describes each argument and option', (name, command) => {
    const names = [
      ...command.registeredArguments.map((argument) => argument.name()),
      ...command.options.map((option) => option.long),
    ];
    expect(names).toEqual(COMMANDS[name]);
    for (const option of COMMANDS[name]!)
      expect([option, descriptionIn(command, option)]).toEqual([option, expect.any(String)]);
  });

  it('of ledger import names every field that can be mapped to a column', () => {
    const fields =
      'invoice_number customer customer_name issued_on due_date amount currency settled_on disputed';
    const text = ALL_COMMANDS.find(([name]) => name === 'ledger import')![1].helpInformation();
    for (const field of fields.split(' ')) expect(text).toMatch(new RegExp(`\\b${field}\\b`));
  });
});
