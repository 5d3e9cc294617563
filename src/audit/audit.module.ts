import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { ApprovalLogController } from './approval-log.controller.js';
import { AuditService } from './audit.service.js';

@Module({
  imports: [ActionsModule],
  controllers: [ApprovalLogController],
  providers: [AuditService],
  exports: [AuditService],
})
export class AuditModule {}
