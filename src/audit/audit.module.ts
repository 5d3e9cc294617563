import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { ApprovalLogController } from './approval-log.controller.js';
import { AuditService } from './audit.service.js';
import { CheckpointsRepository } from './checkpoints/checkpoints.repository.js';
import { CheckpointsService } from './checkpoints/checkpoints.service.js';

@Module({
  imports: [ActionsModule, TenancyModule],
  controllers: [ApprovalLogController],
  providers: [AuditService, CheckpointsRepository, CheckpointsService],
  exports: [AuditService, CheckpointsService],
})
export class AuditModule {}
