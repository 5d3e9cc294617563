import { Global, Module } from '@nestjs/common';
import { Clock } from '../time/clock.js';
import { DatabaseReadiness } from './database-readiness.js';
import { Transactions } from './transactions.js';

@Global()
@Module({
  providers: [Clock, DatabaseReadiness, Transactions],
  exports: [Clock, DatabaseReadiness, Transactions],
})
export class DatabaseModule {}
