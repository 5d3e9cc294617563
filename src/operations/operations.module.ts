import { Module } from '@nestjs/common';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { Idempotency } from './idempotency.js';
import { OperationRunner } from './operation-runner.js';
import { StoredResponseLimits } from './stored-response-limits.js';

@Module({
  imports: [TenancyModule],
  providers: [Idempotency, OperationRunner, StoredResponseLimits],
  exports: [Idempotency, OperationRunner],
})
export class OperationsModule {}
