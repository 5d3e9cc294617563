import { Command } from 'commander';
import { ActionCopies } from '../actions/store/action-copies.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { CompaniesService } from '../tenancy/companies.service.js';
import { printResult } from './answer.js';
import { nameArgument } from './arguments.js';
import { everyRow } from './every-row.js';

export const companyCommand = new Command('company').description('Manages companies.');

companyCommand
  .command('create')
  .description('Creates a company and prints {id, name}.')
  .requiredOption('--name <name>', 'the name of the company', nameArgument)
  .action(({ name }) => printResult((app) => app.get(CompaniesService).create(name)));

companyCommand
  .command('list')
  .description('Lists all companies: [{id, name}].')
  .action(() =>
    printResult(async (app) => {
      const companies = app.get(CompaniesService);
      const rows = await everyRow((page) => companies.list(page));
      return rows.map(({ id, name }) => ({ id, name }));
    }),
  );

companyCommand
  .command('repair')
  .description(
    'Compares the counts of a company and the copies for searches with its actions, and corrects them: prints {counts, copies}, ' +
      'the numbers of wrong rows.',
  )
  .requiredOption('--company <id>', 'the id of the company')
  .action(({ company }) =>
    printResult(async (app) => app.get(ActionCopies).repair(await app.get(OperatorAdmission).admit(company))),
  );
