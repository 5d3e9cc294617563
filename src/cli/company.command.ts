import { Command } from 'commander';
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
