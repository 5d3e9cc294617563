import { Command } from 'commander';
import { LedgerService } from '../ledger/ledger.service.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { CompaniesService } from '../tenancy/companies.service.js';
import { printResult } from './answer.js';
import { emailArgument, nameArgument } from './arguments.js';
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

export const contactCommand = new Command('contact').description(
  'Manages contacts: the people of a company who decide on actions.',
);

contactCommand
  .command('create')
  .description('Creates a contact and prints {id, name, email, created_at}.')
  .requiredOption('--company <id>', 'the id of the company')
  .requiredOption('--name <name>', 'the name of the contact', nameArgument)
  .requiredOption('--email <address>', 'the e-mail address of the contact', emailArgument)
  .action(({ company, name, email }) =>
    printResult(async (app) =>
      app.get(LedgerService).createContact(await app.get(OperatorAdmission).admit(company), name, email),
    ),
  );

contactCommand
  .command('list')
  .description('Lists the contacts of a company: [{id, name, email, created_at}].')
  .requiredOption('--company <id>', 'the id of the company')
  .action(({ company }) =>
    printResult(async (app) => {
      const id = await app.get(OperatorAdmission).admit(company);
      const contacts = await everyRow((page) => app.get(LedgerService).listContacts(id, page));
      return contacts.map(({ id, name, email, created_at }) => ({ id, name, email, created_at }));
    }),
  );
