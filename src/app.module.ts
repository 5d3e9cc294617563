import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActionsModule } from './actions/actions.module.js';
import { AuditModule } from './audit/audit.module.js';
import { Config } from './config.js';
import { requestLimits } from './database/connection/connection-limits.js';
import { type DatabaseSettings, dataSourceOptions } from './database/data-source-options.js';
import { HealthController } from './api/health.controller.js';
import { DatabaseModule } from './database/database.module.js';
import { HttpModule } from './api/api.module.js';
import { IdempotencyModule } from './operations/operations.module.js';
import { LedgerSyncModule } from './ledger-sync/ledger-sync.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { RecommendationsModule } from './recommendations/recommendations.module.js';
import { TenancyModule } from './tenancy/tenancy.module.js';

@Module({})
export class AppModule {
  static on(database: DatabaseSettings, config: Config = new Config()): DynamicModule {
    return {
      module: AppModule,
      global: true,
      providers: [{ provide: Config, useValue: config }],
      exports: [Config],
      imports: [
        TypeOrmModule.forRoot(dataSourceOptions({ limits: requestLimits(), ...database })),
        DatabaseModule,
        ObservabilityModule,
        TenancyModule,
        HttpModule,
        IdempotencyModule,
        LedgerModule,
        ActionsModule,
        AuditModule,
        LedgerSyncModule,
        RecommendationsModule,
      ],
      controllers: [HealthController],
    };
  }
}
