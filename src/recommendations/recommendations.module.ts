import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { PolicyService } from './policy/policy.service.js';
import { RecommendationsController } from './recommendations.controller.js';
import { RecommendationsRepository } from './recommendations.repository.js';
import { RecommendationsService } from './recommendations.service.js';

@Module({
  imports: [LedgerModule, ActionsModule],
  controllers: [RecommendationsController],
  providers: [RecommendationsService, PolicyService, RecommendationsRepository],
  exports: [PolicyService],
})
export class RecommendationsModule {}
