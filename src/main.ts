import type { AddressInfo } from 'node:net';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ActionsService } from './actions/actions.service.js';
import { AppModule } from './app.module.js';
import { APP_OPTIONS, configure } from './start/configure-api.js';
import { type Config, loadConfig } from './config.js';
import { type OpenDatabase, openMigratedDatabase } from './database/connection/open-database.js';
import { ensureDemo } from './demo/ensure-demo.js';
import { messageOf } from './start/message-of.js';
import { type Log, openLog } from './observability/log.js';
import { MetricsServer } from './observability/metrics.server.js';
import { NestLog } from './observability/nest-log.js';
import { CompaniesService } from './tenancy/companies.service.js';
import { arm } from './database/failpoints.js';
import { stopOnSignals, stopper } from './start/stop.js';
import { addresses, DATABASE_ENDED, FIRST_STEPS, tour } from './start/welcome.js';

try {
  const config = loadConfig();
  if (config.DAYBOOK_FAILPOINT) arm(config.DAYBOOK_FAILPOINT);
  const database = await openMigratedDatabase(config);
  await serve(config, database).catch(async (error: unknown) => {
    await database.release();
    throw error;
  });
} catch (error) {
  console.error(`Daybook cannot start.\n${messageOf(error)}`);
  process.exit(1);
}

async function serve(config: Config, database: OpenDatabase): Promise<void> {
  const log = openLog(config.LOG_LEVEL);
  logCrashes(log);
  const module = AppModule.on({ url: database.url, poolSize: config.DATABASE_POOL_SIZE }, config);
  // Until it serves, Nest tells whoever starts it, on stderr; then the log.
  const options = {
    ...APP_OPTIONS,
    logger: new ConsoleLogger({ logLevels: ['error'] }),
    abortOnError: false,
  };
  const app = configure(await NestFactory.create<NestExpressApplication>(module, options));
  const stop = stopper(app, database);
  // Listening first: where the port is taken, no demo company must be left without its token.
  await app.listen(config.PORT, config.HOST);
  app.useLogger(new NestLog(log));
  stopOnSignals(stop);
  void database.ended.then(() => stop(1, DATABASE_ENDED));

  const baseUrl = reachable(config.HOST, (app.getHttpServer().address() as AddressInfo).port);
  const demo = database.embedded ? await ensureDemo(app, config.DATA_DIR, baseUrl) : null;
  const { port } = app.get(MetricsServer);
  const metrics = port ? `${reachable(config.HOST, port)}/metrics` : undefined;
  console.log(addresses(baseUrl, config.API_DOCS === 'on', metrics));
  if (!demo) return console.log(FIRST_STEPS);
  console.log(tour(demo, await firstInInbox(app, demo.company_id)));
}

/** Node would print the whole error, and with it whatever content it quotes. */
function logCrashes(log: Log): void {
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'crash');
    process.exit(1);
  });
}

function reachable(listening: string, port: number): string {
  const host = listening === '0.0.0.0' || listening === '::' ? '127.0.0.1' : listening;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function firstInInbox(app: NestExpressApplication, companyId: string): Promise<string | undefined> {
  const company = await app.get(CompaniesService).open(companyId);
  const { rows } = await app
    .get(ActionsService)
    .list(company, { category: 'needs_action' }, { page: 1, page_size: 500 });
  return rows.find(({ action_type }) => action_type === 'email')?.id;
}
