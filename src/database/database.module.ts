import { Global, Module } from '@nestjs/common';
import { Clock } from '../time/clock.js';
import { DatabaseReadiness } from './database-readiness.js';
import { JobQueue } from './jobs/job-queue.js';
import { Transactions } from './transactions.js';

@Global()
@Module({
  providers: [Clock, DatabaseReadiness, JobQueue, Transactions],
  exports: [Clock, DatabaseReadiness, JobQueue, Transactions],
})
export class DatabaseModule {}
