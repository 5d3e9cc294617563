import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { PoolConfig } from 'pg';
import { DataSource } from 'typeorm';
import { Clock } from '../time/clock.js';
import { readLimits } from './connection/connection-limits.js';
import { poolOf } from './connection/pool.js';
import type { DatabaseSettings } from './data-source-options.js';
import { DatabaseReadiness } from './database-readiness.js';
import { JobQueue } from './jobs/job-queue.js';
import { Notifications } from './notifications/notifications.js';
import { attachReplica, replicaOf } from './replica/read-pool.js';
import { Replica } from './replica/replica.js';
import { Transactions } from './transactions.js';

const READ_OPTIONS = Symbol('READ_OPTIONS');

@Global()
@Module({
  providers: [Clock, DatabaseReadiness, JobQueue, Notifications, Transactions],
  exports: [Clock, DatabaseReadiness, JobQueue, Notifications, Transactions],
})
export class DatabaseModule implements OnApplicationShutdown {
  static for({ readUrl, poolSize: max }: DatabaseSettings): DynamicModule {
    const options: PoolConfig | null = readUrl
      ? { connectionString: readUrl, max, application_name: 'daybook', ...readLimits() }
      : null;
    return { module: DatabaseModule, providers: [{ provide: READ_OPTIONS, useValue: options }] };
  }

  constructor(
    private readonly dataSource: DataSource,
    @Inject(READ_OPTIONS) options: PoolConfig | null,
  ) {
    if (options) attachReplica(dataSource, new Replica(poolOf(dataSource), options));
  }

  async onApplicationShutdown(): Promise<void> {
    await replicaOf(this.dataSource)?.end();
  }
}
