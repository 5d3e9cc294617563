import { Global, Module } from '@nestjs/common';
import { Clock } from '../time/clock.js';
import { DatabasePing } from './database-ping.js';
import { Transactions } from './transactions.js';

@Global()
@Module({ providers: [Clock, DatabasePing, Transactions], exports: [Clock, DatabasePing, Transactions] })
export class DatabaseModule {}
