import { Module } from '@nestjs/common';
import { AgingController } from './aging.controller.js';
import { AgingRepository } from './aging.repository.js';
import { LedgerController } from './ledger.controller.js';
import { LedgerRepository } from './ledger.repository.js';
import { LedgerService } from './ledger.service.js';

@Module({
  controllers: [LedgerController, AgingController],
  providers: [LedgerService, LedgerRepository, AgingRepository],
  exports: [LedgerService],
})
export class LedgerModule {}
