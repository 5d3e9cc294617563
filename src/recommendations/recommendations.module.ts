import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { EventsModule } from '../events/events.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { PolicyRunRepository } from './policy/policy-run.repository.js';
import { PolicyService } from './policy/policy.service.js';
import { RecommendationsController } from './recommendations.controller.js';
import { RecommendationsService } from './recommendations.service.js';
import { SubjectFinder } from './subject-finder.js';

@Module({
  imports: [TenancyModule, EventsModule, LedgerModule, ActionsModule, SettingsModule],
  controllers: [RecommendationsController],
  providers: [RecommendationsService, SubjectFinder, PolicyService, PolicyRunRepository],
  exports: [PolicyService],
})
export class RecommendationsModule {}
