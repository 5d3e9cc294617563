import { Command, InvalidArgumentError } from 'commander';
import { openCsvFile } from '../ledger-sync/csv/csv-file.js';
import { findField, LEDGER_FIELDS, type LedgerField } from '../ledger-sync/csv/ledger-columns.js';
import { LedgerImportService } from '../ledger-sync/ledger-import.service.js';
import { LIMITS } from '../limits.js';
import { PolicyService } from '../recommendations/policy/policy.service.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { printResult } from './answer.js';
import { dayArgument } from './arguments.js';
import { ImportProgress } from './import-progress.js';

export const ledgerCommand = new Command('ledger').description('Manages the ledger of a company.');

ledgerCommand
  .command('import')
  .description(
    'Imports a ledger from a CSV file with one invoice per row: prints {customers, invoices, skipped}.',
  )
  .argument('<file>', 'the CSV file, in UTF-8')
  .requiredOption('--company <id>', 'the id of the company')
  .option(
    '--map <field=column>',
    `the column of a field, if it has another name; repeatable. Fields: ${LEDGER_FIELDS.join(', ')}`,
    addMapping,
  )
  .option('--date-format <format>', 'the format of dates, such as M/D/YYYY', 'YYYY-MM-DD')
  .option('--currency <code>', 'the currency of rows without one, such as USD')
  .option('--as-of <day>', 'ignore invoices and payments after this day', dayArgument)
  .option(
    '--skip-bad-rows',
    'import the valid rows and list the others; by default, nothing is imported if a row is invalid',
    false,
  )
  .option('--dry-run', 'print what the import would do, and write nothing', false)
  .action((file, { company, map = {}, ...options }) =>
    printResult(async (app) => {
      const id = await app.get(OperatorAdmission).admit(company);
      const csv = await openCsvFile(file);
      const progress = new ImportProgress(process.stderr);
      let isDone = false;
      try {
        const onProgress = progress.show.bind(progress);
        const result = await app.get(LedgerImportService).import(id, csv, { ...options, map, onProgress });
        isDone = true;
        return result;
      } finally {
        progress.end(isDone);
      }
    }),
  );

export const recommendCommand = new Command('recommend')
  .description(
    'Runs the dunning policy on the open invoices and prints {created, kept, superseded}. Finishes a run that is at work first.',
  )
  .requiredOption('--company <id>', 'the id of the company')
  .option(
    '--as-of <day>',
    'the day for which days overdue are counted; by default today, in the time zone of the customer or in UTC',
    dayArgument,
  )
  .option('--dry-run', 'print what the run would do, and write nothing', false)
  .action(({ company, asOf, dryRun }) =>
    printResult(async (app) => {
      const id = await app.get(OperatorAdmission).admit(company);
      return app.get(PolicyService).run(id, { asOf, dryRun }, ({ done, total }) => {
        if (total > LIMITS.policyRun.slice) console.error(`${done} of ${total} invoices`);
      });
    }),
  );

type ColumnMapping = Partial<Record<LedgerField, string>>;

/** Adds the mapping of one option to those of earlier ones. */
function addMapping(text: string, mappings: ColumnMapping = {}): ColumnMapping {
  const [name, column] = text.split(/=(.*)/s);
  const field = findField(name!);
  if (column && field) return { ...mappings, [field]: column };
  throw new InvalidArgumentError(
    `It must be field=column, with one of the fields ${LEDGER_FIELDS.join(', ')}.`,
  );
}
