import { type DynamicModule, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ActionsModule } from './actions/actions.module.js';
import { ApiModule } from './api/api.module.js';
import { AuditModule } from './audit/audit.module.js';
import { Config } from './config/config.js';
import { requestLimits } from './database/connection/connection-limits.js';
import { type DatabaseSettings, dataSourceOptions } from './database/data-source-options.js';
import { DatabaseModule } from './database/database.module.js';
import { DeliveryModule } from './delivery/delivery.module.js';
import { EventsModule } from './events/events.module.js';
import { WebhooksModule } from './events/webhooks/webhooks.module.js';
import { HoldsModule } from './holds/holds.module.js';
import { LedgerSyncModule } from './ledger-sync/ledger-sync.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { LoginModule } from './login/login.module.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { RecommendationsModule } from './recommendations/recommendations.module.js';
import { ENTITIES } from './schema.js';
import { SettingsModule } from './settings/settings.module.js';
import { TenancyModule } from './tenancy/tenancy.module.js';
import { WorkerModule } from './worker/worker.module.js';

/** The optional parts of a process: the HTTP API and the worker. The command line has neither. */
export const ROLES = { api: ApiModule, worker: WorkerModule } as const;
export type Role = keyof typeof ROLES;

@Module({})
export class AppModule {
  static for(
    roles: readonly Role[],
    database: DatabaseSettings,
    config: Config = new Config(),
  ): DynamicModule {
    return {
      module: AppModule,
      global: true,
      providers: [{ provide: Config, useValue: config }],
      exports: [Config],
      imports: [
        TypeOrmModule.forRoot({
          ...dataSourceOptions({ limits: requestLimits(), ...database }),
          entities: ENTITIES,
        }),
        DatabaseModule.for(database),
        ObservabilityModule,
        TenancyModule,
        EventsModule,
        WebhooksModule,
        LedgerModule,
        SettingsModule,
        ActionsModule,
        AuditModule,
        LedgerSyncModule,
        HoldsModule,
        RecommendationsModule,
        DeliveryModule,
        LoginModule,
        ...roles.map((role) => ROLES[role]),
      ],
    };
  }
}
