import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { LOG, openLog } from './log.js';
import { Metrics } from './metrics.js';
import { MetricsServer } from './metrics.server.js';

@Global()
@Module({
  providers: [
    { provide: LOG, useFactory: ({ LOG_LEVEL }: Config) => openLog(LOG_LEVEL), inject: [Config] },
    Metrics,
    MetricsServer,
  ],
  exports: [LOG, Metrics],
})
export class ObservabilityModule {}
