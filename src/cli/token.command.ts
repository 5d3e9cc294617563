import { Command, InvalidArgumentError, Option } from 'commander';
import { addDays } from '../time/calendar-date.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { type Scope, SCOPE_NAMES, SCOPES } from '../tenancy/scopes.js';
import { TokensService } from '../tenancy/tokens.service.js';
import { answer } from './answer.js';
import { dayArgument, idArgument, nameArgument, today } from './arguments.js';
import { SYSTEM } from '../actions/lifecycle/transitions.js';

export const tokenCommand = new Command('token').description('the API’s clients and what they may do');

const scopes = new Option(
  '--scope <scope...>',
  `what it may do: ${Object.entries(SCOPES)
    .map(([scope, meaning]) => `${scope} (${meaning})`)
    .join(', ')}`,
)
  .choices(SCOPE_NAMES)
  .makeOptionMandatory();

tokenCommand
  .command('create')
  .description('make a token: {id, token, …}; it is shown this once, and kept as a digest only')
  .requiredOption('--company <id...>', 'the companies that it reaches')
  .requiredOption('--name <name>', 'the client: the actor in every approval log', clientName)
  .addOption(scopes)
  .option('--expires <day>', 'the last day on which it works, in UTC', lastDay)
  .action(({ company, name, scope, expires }) =>
    answer(async (app) => {
      const admission = app.get(OperatorAdmission);
      const companyIds = await Promise.all([...new Set<string>(company)].map((id) => admission.admit(id)));
      const expiresAt = expires ? new Date(`${addDays(expires, 1)}T00:00:00Z`) : null;
      return app
        .get(TokensService)
        .create({ name, companyIds, scopes: [...new Set<Scope>(scope)], expiresAt });
    }),
  );

tokenCommand
  .command('list')
  .description('all tokens, without their secrets')
  .action(() => answer((app) => app.get(TokensService).list()));

tokenCommand
  .command('revoke')
  .description('refuse a token from the next request on')
  .argument('<id>', 'the token’s id, as in the list', idArgument)
  .action((id) => answer((app) => app.get(TokensService).revoke(id)));

function clientName(text: string): string {
  if (text.trim() === SYSTEM) throw new InvalidArgumentError('That name is for what Daybook does itself.');
  return nameArgument(text);
}

function lastDay(text: string): string {
  if (dayArgument(text) >= today()) return text;
  throw new InvalidArgumentError('It has passed already.');
}
