import { NestFactory } from '@nestjs/core';
import { AppModule, type Role } from '../app.module.js';
import { type Config, deliveryModeOf } from '../config/config.js';
import type { OpenDatabase } from '../database/connection/open-database.js';
import { announce, installLog } from './process-log.js';
import { createStop, stopOnSignals } from './stop.js';
import { WorkerModule } from '../worker/worker.module.js';
import { DATABASE_ENDED, mailText, workerStarted } from './welcome.js';

/** Runs the worker without the API until the process is stopped. */
export async function runWorker(
  roles: readonly Role[],
  config: Config,
  database: OpenDatabase,
): Promise<void> {
  const module = AppModule.for(roles, { url: database.url, poolSize: config.DATABASE_POOL_SIZE }, config);
  const app = await NestFactory.createApplicationContext(module, {
    // As in serveApi().
    logger: false,
    abortOnError: false,
  });
  const stop = createStop(app, database, { worker: app.get(WorkerModule) });
  installLog(app, config);
  stopOnSignals(stop);
  void database.ended.then(() => stop(1, DATABASE_ENDED));
  announce(app, config, workerStarted(mailText(config)), 'worker started', {
    delivery: deliveryModeOf(config),
  });
}
