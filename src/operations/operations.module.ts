import { Module } from '@nestjs/common';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { Idempotency } from './idempotency.js';
import { OperationRunner } from './operation-runner.js';

@Module({
  imports: [TenancyModule],
  providers: [Idempotency, OperationRunner],
  exports: [Idempotency, OperationRunner],
})
export class OperationsModule {}
