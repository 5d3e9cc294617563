import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { EventsModule } from '../events/events.module.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { ApprovalLogController } from './approval-log.controller.js';
import { AuditService } from './audit.service.js';
import { BundleExport } from './bundle/bundle-export.js';
import { CheckpointsRepository } from './checkpoints/checkpoints.repository.js';
import { CheckpointsService } from './checkpoints/checkpoints.service.js';

@Module({
  imports: [ActionsModule, EventsModule, TenancyModule],
  controllers: [ApprovalLogController],
  providers: [AuditService, BundleExport, CheckpointsRepository, CheckpointsService],
  exports: [AuditService, BundleExport, CheckpointsService],
})
export class AuditModule {}
