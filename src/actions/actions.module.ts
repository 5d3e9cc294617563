import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { AlternativesRepository } from './alternatives.repository.js';
import { ActionsController } from './actions.controller.js';
import { ActionsRepository } from './actions.repository.js';
import { ActionsService } from './actions.service.js';

@Module({
  imports: [LedgerModule],
  controllers: [ActionsController],
  providers: [ActionsService, ActionsRepository, AlternativesRepository],
  exports: [ActionsService, AlternativesRepository],
})
export class ActionsModule {}
