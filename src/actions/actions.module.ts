import { Module } from '@nestjs/common';
import { ExportModule } from '../api/export/export.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { EventsModule } from '../events/events.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { ActionsService } from './actions.service.js';
import { ActionsSweep } from './actions-sweep.js';
import { OverdueSweep } from './overdue-sweep.js';
import { ActionsController } from './api/actions.controller.js';
import { BulkActionsController } from './api/bulk-actions.controller.js';
import { DeliveriesController } from './api/deliveries.controller.js';
import { DraftsController } from './api/drafts.controller.js';
import { LedgerDetailsController } from './api/ledger-details.controller.js';
import { DecisionsService } from './decisions.service.js';
import { DeliveriesService } from './deliveries.service.js';
import { DraftsService } from './drafts.service.js';
import { ActionEvents } from './events/action-events.js';
import { RecommendationEvents } from './events/recommendation-events.js';
import { FiguresController } from './figures/figures.controller.js';
import { FiguresRepository } from './figures/figures.repository.js';
import { FiguresService } from './figures/figures.service.js';
import { InboxRepository } from './inbox/inbox.repository.js';
import { ActionCopies } from './store/action-copies.js';
import { ActionStore } from './store/action-store.js';
import { DeliveryJobs } from './store/deliveries/delivery-jobs.js';
import { DeliveryStore } from './store/deliveries/delivery-store.js';
import { MissingJobs } from './store/deliveries/missing-jobs.js';
import { DeliveryRows } from './store/deliveries/delivery-rows.js';
import { ApprovalLogStore } from './store/log/approval-log-store.js';
import { AuthorsReader } from './store/log/authors.js';
import { AuditReader } from './store/log/audit-reader.js';
import { CancellationStore } from './store/cancellation-store.js';
import { RecommendationStore } from './store/recommendation-store.js';

@Module({
  imports: [EventsModule, ExportModule, LedgerModule, SettingsModule, TenancyModule],
  // The first controller that matches a path takes it: `bulk` must not be read as an action's id.
  controllers: [
    BulkActionsController,
    ActionsController,
    DeliveriesController,
    DraftsController,
    LedgerDetailsController,
    FiguresController,
  ],
  providers: [
    ActionsService,
    DecisionsService,
    AuthorsReader,
    DeliveriesService,
    DraftsService,
    ActionsSweep,
    OverdueSweep,
    InboxRepository,
    FiguresRepository,
    FiguresService,
    ActionEvents,
    RecommendationEvents,
    ActionCopies,
    ActionStore,
    DeliveryJobs,
    DeliveryRows,
    DeliveryStore,
    MissingJobs,
    ApprovalLogStore,
    AuditReader,
    RecommendationStore,
    CancellationStore,
  ],
  exports: [
    ActionCopies,
    ActionsService,
    ActionsSweep,
    OverdueSweep,
    ApprovalLogStore,
    AuditReader,
    DeliveryJobs,
    DeliveryStore,
    MissingJobs,
    RecommendationStore,
    CancellationStore,
  ],
})
export class ActionsModule {}
