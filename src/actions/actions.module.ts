import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { ActionStore } from './action-store.js';
import { ActionsController } from './actions.controller.js';
import { ActionsRepository } from './actions.repository.js';
import { ActionsService } from './actions.service.js';
import { BulkActionsController } from './bulk-actions.controller.js';
import { DraftsController } from './drafts.controller.js';
import { DraftsService } from './drafts.service.js';
import { LedgerDetailsController } from './ledger-details.controller.js';
import { ProposalStore } from './proposal-store.js';
import { ProposalsSweep } from './proposals-sweep.js';

@Module({
  imports: [LedgerModule, TenancyModule],
  // The first that matches a path takes it: `bulk` is no action's id.
  controllers: [BulkActionsController, ActionsController, DraftsController, LedgerDetailsController],
  providers: [ActionsService, ActionsRepository, ActionStore, DraftsService, ProposalStore, ProposalsSweep],
  exports: [ActionsService, ProposalStore],
})
export class ActionsModule {}
