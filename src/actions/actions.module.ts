import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';
import { AlternativesRepository } from './alternatives.repository.js';
import { ActionsController } from './actions.controller.js';
import { ActionsRepository } from './actions.repository.js';
import { ActionsService } from './actions.service.js';

@Module({
  imports: [LedgerModule],
  controllers: [ActionsController],
  providers: [ActionsService, ActionsRepository, AlternativesRepository, AuditService, AuditRepository],
  exports: [ActionsService, AuditService, AlternativesRepository],
})
export class ActionsModule {}
