import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/ledger.module.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { ActionStore } from './store/action-store.js';
import { ActionsController } from './api/actions.controller.js';
import { InboxRepository } from './inbox/inbox.repository.js';
import { ActionsService } from './actions.service.js';
import { BulkActionsController } from './api/bulk-actions.controller.js';
import { DraftsController } from './api/drafts.controller.js';
import { DraftsService } from './drafts.service.js';
import { LedgerDetailsController } from './api/ledger-details.controller.js';
import { RecommendationStore } from './store/recommendation-store.js';
import { Sweeps } from '../worker/sweeps.js';

@Module({
  imports: [LedgerModule, TenancyModule],
  // The first that matches a path takes it: `bulk` is no action's id.
  controllers: [BulkActionsController, ActionsController, DraftsController, LedgerDetailsController],
  providers: [ActionsService, InboxRepository, ActionStore, DraftsService, RecommendationStore, Sweeps],
  exports: [ActionsService, RecommendationStore],
})
export class ActionsModule {}
