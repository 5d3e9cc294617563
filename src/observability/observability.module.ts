import { Global, Module } from '@nestjs/common';
import { Config } from '../config.js';
import { LOG, openLog } from './log.js';

@Global()
@Module({
  providers: [{ provide: LOG, useFactory: ({ LOG_LEVEL }: Config) => openLog(LOG_LEVEL), inject: [Config] }],
  exports: [LOG],
})
export class ObservabilityModule {}
