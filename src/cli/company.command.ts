import { Command } from 'commander';
import { LedgerService } from '../ledger/ledger.service.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { CompaniesService } from '../tenancy/companies.service.js';
import { answer } from './answer.js';
import { emailArgument, nameArgument } from './arguments.js';
import { everyRow } from './every-row.js';

export const companyCommand = new Command('company').description(
  'the companies whose receivables are collected',
);

companyCommand
  .command('create')
  .description('add a company: {id, name}')
  .requiredOption('--name <name>', 'what it is called', nameArgument)
  .action(({ name }) => answer((app) => app.get(CompaniesService).create(name)));

companyCommand
  .command('list')
  .description('all companies: [{id, name}]')
  .action(() =>
    answer(async (app) => {
      const companies = app.get(CompaniesService);
      const rows = await everyRow((page) => companies.list(page));
      return rows.map(({ id, name }) => ({ id, name }));
    }),
  );

export const contactCommand = new Command('contact').description(
  'a company’s own people, who decide on actions',
);

contactCommand
  .command('create')
  .description('add a contact: {id, name, email, created_at}')
  .requiredOption('--company <id>', 'the company')
  .requiredOption('--name <name>', 'the person', nameArgument)
  .requiredOption('--email <address>', 'where to reach them', emailArgument)
  .action(({ company, name, email }) =>
    answer(async (app) =>
      app.get(LedgerService).createContact(await app.get(OperatorAdmission).admit(company), name, email),
    ),
  );

contactCommand
  .command('list')
  .description('a company’s contacts: [{id, name, email, created_at}]')
  .requiredOption('--company <id>', 'the company')
  .action(({ company }) =>
    answer(async (app) => {
      const id = await app.get(OperatorAdmission).admit(company);
      const contacts = await everyRow((page) => app.get(LedgerService).listContacts(id, page));
      return contacts.map(({ id, name, email, created_at }) => ({ id, name, email, created_at }));
    }),
  );
