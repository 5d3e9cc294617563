import { Command } from 'commander';
import { messageOf } from '../problems/message-of.js';
import { auditCommand } from './audit.command.js';
import { companyCommand } from './company.command.js';
import { contactCommand } from './contact.command.js';
import { demoCommand, migrateCommand } from './installation.command.js';
import { ledgerCommand, recommendCommand } from './ledger.command.js';
import { listenCommand } from './listen.command.js';
import { loginLinkCommand } from './login-link.command.js';
import { settingsCommand } from './settings.command.js';
import { tokenCommand } from './token.command.js';

const program = new Command('npm run --silent cli --')
  .description(
    'Administers Daybook. Every command but `listen` prints one JSON value; errors go to stderr, with exit status 1.',
  )
  .addHelpText('after', '\nUses DATABASE_URL, or else the embedded database. The API may be running or not.')
  .addCommand(companyCommand)
  .addCommand(contactCommand)
  .addCommand(tokenCommand)
  .addCommand(loginLinkCommand)
  .addCommand(settingsCommand)
  .addCommand(ledgerCommand)
  .addCommand(recommendCommand)
  .addCommand(auditCommand)
  .addCommand(listenCommand)
  .addCommand(demoCommand)
  .addCommand(migrateCommand);

try {
  await program.parseAsync();
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}
