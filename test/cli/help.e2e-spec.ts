import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { companyCommand, contactCommand } from '../../src/cli/company.command.js';
import { demoCommand, migrateCommand } from '../../src/cli/installation.command.js';
import { ledgerCommand, recommendCommand } from '../../src/cli/ledger.command.js';
import { tokenCommand } from '../../src/cli/token.command.js';
import { cli } from '../support/processes.js';

/** The list of commands, copied by hand. */
const COMMAND_NAMES: Record<string, string[]> = {
  'company create': ['--name'],
  'company list': [],
  'contact create': ['--company', '--name', '--email'],
  'contact list': ['--company'],
  'token create': ['--company', '--name', '--scope', '--expires'],
  'token list': [],
  'token revoke': ['id'],
  'ledger import': [
    'file',
    '--company',
    '--map',
    '--date-format',
    '--currency',
    '--as-of',
    '--skip-bad-rows',
  ],
  recommend: ['--company', '--as-of'],
  'demo show': [],
  migrate: [],
};
const GROUPS = [
  companyCommand,
  contactCommand,
  tokenCommand,
  ledgerCommand,
  recommendCommand,
  demoCommand,
  migrateCommand,
];

const leaves = GROUPS.flatMap((group) =>
  group.commands.length === 0
    ? [[group.name(), group] as const]
    : group.commands.map((command) => [`${group.name()} ${command.name()}`, command] as const),
);

/** What an argument or option is followed by in the help text. */
function meaningOf(command: Command, name: string): string | undefined {
  const lines = command.helpInformation().split('\n');
  const line = lines.find((one) => new RegExp(`^ {2}${name}( |$)`).test(one));
  return line && /^ {2}\S.*? {2,}(\S.*)$/.exec(line)?.[1];
}

async function help(...words: string[]): Promise<string> {
  const { stdout, stderr, code } = await cli({}, ...words, '--help');
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
  return stdout;
}

describe('--help', () => {
  it('of the program lists every command, and says where it works', async () => {
    const text = await help();
    for (const group of GROUPS) {
      expect(text).toMatch(new RegExp(`^ {2}${group.name()}\\b.* {2,}\\S`, 'm'));
    }
    expect(text).toContain('one JSON value');
    expect(text).toContain('whether the API runs or not');
  });

  it('of a command is its own: token create names every scope', async () => {
    const text = await help('token', 'create');
    expect(text.replace(/\s+/g, ' ')).toContain('(choices: "read", "decide", "ledger", "propose")');
    expect(text).toContain('shown this once');
  });

  it('is there for all the commands, and for no others', () => {
    expect(leaves.map(([name]) => name).toSorted()).toEqual(Object.keys(COMMAND_NAMES).toSorted());
    for (const [, command] of leaves) expect(command.description()).toMatch(/\S/);
  });

  it.each(leaves)('of %s says what each of its options means', (name, command) => {
    const known = [
      ...command.registeredArguments.map((argument) => argument.name()),
      ...command.options.map((option) => option.long),
    ];
    expect(known).toEqual(COMMAND_NAMES[name]);
    for (const word of COMMAND_NAMES[name]!)
      expect([word, meaningOf(command, word)]).toEqual([word, expect.any(String)]);
  });

  it('of ledger import names every field that can be mapped', () => {
    const fields =
      'invoice_number customer customer_name issued_on due_date amount currency settled_on disputed';
    const text = leaves.find(([name]) => name === 'ledger import')![1].helpInformation();
    for (const field of fields.split(' ')) expect(text).toMatch(new RegExp(`\\b${field}\\b`));
  });
});
