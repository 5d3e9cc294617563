import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { LEDGER_FIELDS, type LedgerField } from '../ledger-sync/csv/ledger-columns.js';
import { LedgerImportService } from '../ledger-sync/ledger-import.service.js';
import { PolicyService } from '../recommendations/policy/policy.service.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { answer } from './answer.js';
import { dayArgument, today } from './arguments.js';

export const ledgerCommand = new Command('ledger').description('what customers owe');

ledgerCommand
  .command('import')
  .description(
    'take in a CSV file of one invoice a row, new and changed ones alike: {customers, invoices, skipped}',
  )
  .argument('<file>', 'a receivables ledger as an accounting system exports it')
  .requiredOption('--company <id>', 'whose ledger it is')
  .option(
    '--map <field=column>',
    `where a field stands, repeated; fields: ${LEDGER_FIELDS.join(', ')}`,
    mapping,
  )
  .option('--date-format <format>', 'how dates are written, such as M/D/YYYY', 'YYYY-MM-DD')
  .option('--currency <code>', 'the currency of rows that name none, such as USD')
  .option('--as-of <day>', 'forget what happened after this day', dayArgument)
  .option(
    '--skip-bad-rows',
    'import the good rows and list the others; otherwise a bad row stops the import',
    false,
  )
  .action((file, { company, map = {}, ...options }) =>
    answer(async (app) => {
      const id = await app.get(OperatorAdmission).admit(company);
      const csv = await readText(file);
      const onProgress = (done: number, total: number) => console.error(`${done} of ${total} invoices`);
      return app.get(LedgerImportService).import(id, csv, { ...options, map, onProgress });
    }),
  );

export const recommendCommand = new Command('recommend')
  .description('run the dunning policy over the open invoices: {created, kept, superseded}')
  .requiredOption('--company <id>', 'whose invoices')
  .option('--as-of <day>', 'as if it were this day; otherwise today, in UTC', dayArgument)
  .action(({ company, asOf = today() }) =>
    answer(async (app) => app.get(PolicyService).run(await app.get(OperatorAdmission).admit(company), asOf)),
  );

/** Read as if it were UTF-8, another encoding would spoil the customers' names for good. */
async function readText(file: string): Promise<string> {
  const bytes = await readFile(file);
  if (!isUtf8(bytes)) throw new Error(`${file} must be text in UTF-8, and it is in another encoding.`);
  return bytes.toString();
}

type Mapping = Partial<Record<LedgerField, string>>;

function mapping(text: string, earlier: Mapping = {}): Mapping {
  const [field, column] = text.split(/=(.*)/s);
  if (column && LEDGER_FIELDS.includes(field as LedgerField))
    return { ...earlier, [field as LedgerField]: column };
  throw new InvalidArgumentError(
    `It must be field=column, with one of the fields ${LEDGER_FIELDS.join(', ')}.`,
  );
}
