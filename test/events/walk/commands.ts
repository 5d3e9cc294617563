import type { Command } from 'commander';
import { auditCommand } from '../../../src/cli/audit.command.js';
import { companyCommand } from '../../../src/cli/company.command.js';
import { contactCommand } from '../../../src/cli/contact.command.js';
import { demoCommand, migrateCommand } from '../../../src/cli/installation.command.js';
import { ledgerCommand, recommendCommand } from '../../../src/cli/ledger.command.js';
import { listenCommand } from '../../../src/cli/listen.command.js';
import { settingsCommand } from '../../../src/cli/settings.command.js';
import { tokenCommand } from '../../../src/cli/token.command.js';

export interface Scene {
  company: string;
  token: string;
  /** A contact without access. */
  contact: string;
  /** A CSV file with one invoice. */
  ledger: string;
  /** A folder that does not exist. */
  out: string;
}

interface CommandRow {
  /** The arguments after those of `--company`. */
  args?: (scene: Scene) => string[];
  withoutCompany?: true;
  /** The types of the events that it appends. */
  events?: string[];
  /** The table that it may write without an event, and why. */
  silent?: { table: string; reason: string };
}

/** Every command of the command line that works with the database, copied by hand. */
export const COMMANDS: Record<string, CommandRow> = {
  'company create': { withoutCompany: true, args: () => ['--name', 'Acme'] },
  'company list': { withoutCompany: true },
  'company repair': {},
  'contact create': {
    args: () => ['--name', 'Dana', '--email', 'dana@acme.example'],
    silent: {
      table: 'company_contact',
      reason: 'The operator sets up who decides. Contacts that the ledger brings are in its event.',
    },
  },
  'contact update': {
    args: ({ contact }) => [contact, '--access-role', 'viewer'],
    events: ['contact.updated'],
  },
  'contact list': {},
  'token create': { args: () => ['--name', 'desk', '--scope', 'read'] },
  'token list': { withoutCompany: true },
  'token revoke': { withoutCompany: true, args: ({ token }) => [token] },
  'settings show': {},
  'settings set': { args: () => ['--minimum-balance', 'EUR=7.00'], events: ['settings.updated'] },
  'ledger import': { args: ({ ledger }) => [ledger], events: ['ledger.synced'] },
  recommend: { events: ['policy.ran'] },
  'audit verify': {},
  'audit checkpoint': { events: ['checkpoint.created'] },
  'audit export': { args: ({ out }) => ['--out', out] },
};

/** The commands that change no data of a company. */
const OTHERS = ['audit key', 'demo show', 'listen', 'migrate'];

const GROUPS = [
  auditCommand,
  companyCommand,
  contactCommand,
  demoCommand,
  ledgerCommand,
  listenCommand,
  migrateCommand,
  recommendCommand,
  settingsCommand,
  tokenCommand,
];

export const EXISTING_COMMANDS = GROUPS.flatMap((group: Command) =>
  group.commands.length === 0
    ? [group.name()]
    : group.commands.map((command) => `${group.name()} ${command.name()}`),
)
  .filter((name) => !OTHERS.includes(name))
  .toSorted();
