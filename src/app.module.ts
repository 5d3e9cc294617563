import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActionsModule } from './actions/actions.module.js';
import { type DatabaseSettings, dataSourceOptions } from './database/data-source-options.js';
import { HealthController } from './health/health.controller.js';
import { DatabasePing } from './database/database-ping.js';
import { InputGuard } from './http/input.guard.js';
import { ProblemFilter } from './http/problem.filter.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { RecommendationsModule } from './recommendations/recommendations.module.js';
import { TenancyModule } from './tenancy/tenancy.module.js';

@Module({})
export class AppModule {
  static on(database: DatabaseSettings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        TypeOrmModule.forRoot(dataSourceOptions(database)),
        TenancyModule,
        LedgerModule,
        ActionsModule,
        RecommendationsModule,
      ],
      controllers: [HealthController],
      providers: [
        DatabasePing,
        { provide: APP_FILTER, useClass: ProblemFilter },
        // After the guards of tenancy: who may not ask learns nothing about how to ask.
        { provide: APP_GUARD, useClass: InputGuard },
      ],
    };
  }
}
