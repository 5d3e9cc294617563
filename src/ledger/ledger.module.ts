import { Module } from '@nestjs/common';
import { LedgerImportService } from './ledger-import.service.js';
import { LedgerWritesRepository } from './ledger-writes.repository.js';
import { LedgerController } from './ledger.controller.js';
import { LedgerRepository } from './ledger.repository.js';
import { LedgerService } from './ledger.service.js';

@Module({
  controllers: [LedgerController],
  providers: [LedgerService, LedgerRepository, LedgerImportService, LedgerWritesRepository],
  exports: [LedgerService, LedgerImportService],
})
export class LedgerModule {}
