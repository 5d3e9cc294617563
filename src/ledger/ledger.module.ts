import { Module } from '@nestjs/common';
import { AgingController } from './aging/aging.controller.js';
import { AgingRepository } from './aging/aging.repository.js';
import { HoldStore } from './holds/hold-store.js';
import { LedgerController } from './ledger.controller.js';
import { LedgerRepository } from './ledger.repository.js';
import { LedgerService } from './ledger.service.js';
import { ReceivablesRepository } from './receivables.repository.js';
import { LedgerWritesRepository } from './writes/ledger-writes.repository.js';

@Module({
  controllers: [LedgerController, AgingController],
  providers: [
    LedgerService,
    LedgerRepository,
    AgingRepository,
    ReceivablesRepository,
    LedgerWritesRepository,
    HoldStore,
  ],
  exports: [LedgerService, HoldStore],
})
export class LedgerModule {}
