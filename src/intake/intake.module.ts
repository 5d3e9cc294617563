import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { IntakeController } from './intake.controller.js';
import { IntakeService } from './intake.service.js';
import { LedgerImportService } from './ledger-import.service.js';
import { LedgerWritesRepository } from './ledger-writes.repository.js';

@Module({
  imports: [ActionsModule],
  controllers: [IntakeController],
  providers: [IntakeService, LedgerImportService, LedgerWritesRepository],
})
export class IntakeModule {}
