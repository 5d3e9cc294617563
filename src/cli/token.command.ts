import { Command, InvalidArgumentError, Option } from 'commander';
import { addDays } from '../time/calendar-date.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { SYSTEM } from '../tenancy/caller.js';
import { type Scope, SCOPE_NAMES, SCOPES } from '../tenancy/scopes.js';
import { TokensService } from '../tenancy/tokens.service.js';
import { printResult } from './answer.js';
import { dayArgument, idArgument, nameArgument, today } from './arguments.js';

export const tokenCommand = new Command('token').description('Manages API tokens.');

const scopes = new Option(
  '--scope <scope...>',
  `the scopes of the token: ${Object.entries(SCOPES)
    .map(([scope, meaning]) => `${scope} (${meaning})`)
    .join(', ')}`,
)
  .choices(SCOPE_NAMES)
  .makeOptionMandatory();

tokenCommand
  .command('create')
  .description(
    'Creates a token and prints {id, token, …}. The token is shown only once; only its hash is stored.',
  )
  .requiredOption('--company <id...>', 'the ids of the companies to which the token gives access')
  .requiredOption('--name <name>', 'the name of the client, which is the actor in approval logs', clientName)
  .addOption(scopes)
  .option(
    '--contact <id>',
    'the contact for whom the client acts; its access role bounds the scopes',
    idArgument,
  )
  .option('--expires <day>', 'the last day on which the token is valid, in UTC', lastDay)
  .action(({ company, name, scope, contact, expires }) =>
    printResult(async (app) => {
      const admission = app.get(OperatorAdmission);
      const companyIds = await Promise.all([...new Set<string>(company)].map((id) => admission.admit(id)));
      const expiresAt = expires ? new Date(`${addDays(expires, 1)}T00:00:00Z`) : null;
      return app.get(TokensService).create({
        name,
        companyIds,
        scopes: [...new Set<Scope>(scope)],
        expiresAt,
        ...(contact && { contact: { company: companyIds[0]!, id: contact } }),
      });
    }),
  );

tokenCommand
  .command('list')
  .description('Lists all tokens, without their secrets.')
  .action(() => printResult((app) => app.get(TokensService).list()));

tokenCommand
  .command('revoke')
  .description('Revokes a token with immediate effect.')
  .argument('<id>', 'the id of the token', idArgument)
  .action((id) => printResult((app) => app.get(TokensService).revoke(id)));

function clientName(text: string): string {
  if (text.trim() === SYSTEM)
    throw new InvalidArgumentError(`The name "${SYSTEM}" is reserved for Daybook itself.`);
  return nameArgument(text);
}

function lastDay(text: string): string {
  if (dayArgument(text) >= today()) return text;
  throw new InvalidArgumentError('It must not be in the past.');
}
