import { Global, Module } from '@nestjs/common';
import { DatabasePing } from './database-ping.js';
import { Transactions } from './transactions.js';

@Global()
@Module({ providers: [DatabasePing, Transactions], exports: [DatabasePing, Transactions] })
export class DatabaseModule {}
