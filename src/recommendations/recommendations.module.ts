import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { EventsModule } from '../events/events.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { PolicyService } from './policy/policy.service.js';
import { PolicySlice } from './policy/policy-slice.js';
import { RecommendationsController } from './recommendations.controller.js';
import { RecommendationsService } from './recommendations.service.js';
import { PolicyRunsController } from './runs/policy-runs.controller.js';
import { PolicyRunsRepository } from './runs/policy-runs.repository.js';
import { PolicyRunsWorker } from './runs/policy-runs-worker.js';
import { SubjectFinder } from './subject-finder.js';

@Module({
  imports: [TenancyModule, EventsModule, LedgerModule, ActionsModule, SettingsModule],
  controllers: [RecommendationsController, PolicyRunsController],
  providers: [
    RecommendationsService,
    SubjectFinder,
    PolicyService,
    PolicySlice,
    PolicyRunsRepository,
    PolicyRunsWorker,
  ],
  exports: [PolicyService, PolicyRunsWorker],
})
export class RecommendationsModule {}
