import { Command } from 'commander';
import { AuditService } from '../audit/audit.service.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { answer } from './answer.js';

export const auditCommand = new Command('audit').description('the approval logs');

auditCommand
  .command('verify')
  .description(
    'look for rows that were changed, removed or moved: {actions, entries, broken}; exit status 1 if any',
  )
  .requiredOption('--company <id>', 'whose logs')
  .action(({ company }) =>
    answer(async (app) => {
      const report = await app.get(AuditService).verify(await app.get(OperatorAdmission).admit(company));
      if (report.broken.length > 0) process.exitCode = 1;
      return report;
    }),
  );
