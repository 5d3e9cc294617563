import { Global, Module } from '@nestjs/common';
import { Clock } from '../time/clock.js';
import { DatabaseReadiness } from './database-readiness.js';
import { JobQueue } from './jobs/job-queue.js';
import { Notifications } from './notifications/notifications.js';
import { Transactions } from './transactions.js';

@Global()
@Module({
  providers: [Clock, DatabaseReadiness, JobQueue, Notifications, Transactions],
  exports: [Clock, DatabaseReadiness, JobQueue, Notifications, Transactions],
})
export class DatabaseModule {}
