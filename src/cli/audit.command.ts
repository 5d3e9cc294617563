import { Command } from 'commander';
import { AuditService } from '../audit/audit.service.js';
import { BundleExport } from '../audit/bundle/bundle-export.js';
import { verifyBundle } from '../audit/bundle/bundle-verify.js';
import { AuditKey, AuditPublicKey } from '../audit/checkpoints/audit-key.js';
import { CheckpointsService, keyFileOf } from '../audit/checkpoints/checkpoints.service.js';
import type { AuditReport } from '../audit/verify/audit-report.js';
import { loadConfig } from '../config/config.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { printJson, printResult } from './answer.js';

/** How long a command waits for transactions that write to the log, such as a ledger import. */
const WAIT_MS = 600_000;

export const auditCommand = new Command('audit').description('Checks and exports the approval logs.');

auditCommand
  .command('verify')
  .description(
    'Compares the approval logs with themselves, with the actions and with the signed checkpoints: prints ' +
      '{actions, entries, checkpoints, broken, broken_count}, and exits with 1 if anything is broken.',
  )
  .option('--company <id>', 'the id of the company')
  .option('--bundle <folder>', 'verify what `audit export` wrote, without the database')
  .option('--key <file...>', 'public keys that were kept elsewhere, as `audit key` prints them')
  .option('--checkpoints <file>', 'a copy of the file of checkpoints that was kept elsewhere')
  .action(async ({ company, bundle, key = [], checkpoints: checkpointsFile }, command: Command) => {
    if ((company === undefined) === (bundle === undefined))
      command.error('error: give either --company <id> or --bundle <folder>');
    const keys = await Promise.all((key as string[]).map((file) => AuditPublicKey.read(file)));
    const options = { keys, checkpointsFile };
    if (bundle !== undefined) return printJson(exitBroken(await verifyBundle(bundle, options)));
    return printResult(async (app) => {
      const id = await app.get(OperatorAdmission).admit(company);
      return exitBroken(await app.get(AuditService).verify(id, options));
    });
  });

auditCommand
  .command('checkpoint')
  .description(
    'Takes a signed checkpoint of the approval logs of a company if they have new entries, and prints the latest one: ' +
      '{checkpoint, signature}.',
  )
  .requiredOption('--company <id>', 'the id of the company')
  .action(({ company }) =>
    printResult(async (app) => {
      const id = await app.get(OperatorAdmission).admit(company);
      const { checkpoint, signature } = await app.get(CheckpointsService).takeOrLatest(id, WAIT_MS);
      return { checkpoint, signature };
    }),
  );

auditCommand
  .command('export')
  .description(
    'Writes the approval logs of a company and their actions to a new folder, with a signed manifest, and prints the manifest.',
  )
  .requiredOption('--company <id>', 'the id of the company')
  .requiredOption('--out <folder>', 'the folder, which must not exist')
  .action(({ company, out }) =>
    printResult(async (app) =>
      app.get(BundleExport).export(await app.get(OperatorAdmission).admit(company), out, WAIT_MS),
    ),
  );

auditCommand
  .command('key')
  .description('Prints the public key of the installation, to be kept elsewhere: {key_id, public_key}.')
  .action(async () => {
    const { publicKey } = await AuditKey.readOrCreate(keyFileOf(loadConfig()));
    printJson({ key_id: publicKey.id, public_key: publicKey.pem });
  });

function exitBroken<Report extends AuditReport>(report: Report): Report {
  if (report.broken_count > 0) process.exitCode = 1;
  return report;
}
