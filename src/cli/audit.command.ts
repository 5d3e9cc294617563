import { Command } from 'commander';
import { AuditService } from '../audit/audit.service.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { printResult } from './answer.js';

export const auditCommand = new Command('audit').description('Checks the approval logs.');

auditCommand
  .command('verify')
  .description(
    'Verifies the hash chains of the approval logs: prints {actions, entries, broken}, and exits with 1 if any is broken.',
  )
  .requiredOption('--company <id>', 'the id of the company')
  .action(({ company }) =>
    printResult(async (app) => {
      const report = await app.get(AuditService).verify(await app.get(OperatorAdmission).admit(company));
      if (report.broken.length > 0) process.exitCode = 1;
      return report;
    }),
  );
