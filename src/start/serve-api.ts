import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ActionsService } from '../actions/actions.service.js';
import type { ActionFilter } from '../actions/inbox/list-query.js';
import { assertPageIsBuilt } from '../api/page/serve-page.js';
import { Connections } from '../api/connections/connections.js';
import { PublishedDocument } from '../api/openapi/published-document.js';
import { AppModule, type Role } from '../app.module.js';
import { type Config, deliveryModeOf } from '../config/config.js';
import { localUrl, publicUrl } from '../config/public-url.js';
import type { OpenDatabase } from '../database/connection/open-database.js';
import { outboxIn } from '../delivery/mail/sandbox-transport.js';
import { demoFileIn } from '../demo/demo-file.js';
import { ensureDemoAccess } from '../demo/demo-access.js';
import { ensureDemo } from '../demo/ensure-demo.js';
import { EventStreams } from '../events/streams.js';
import { LIMITS } from '../limits.js';
import { LoginLinks } from '../login/links/login-links.service.js';
import { MetricsServer } from '../observability/metrics.server.js';
import { listenError } from '../problems/listen-error.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { WorkerModule } from '../worker/worker.module.js';
import { API_OPTIONS, configureApi } from './configure-api.js';
import { drain } from './drain.js';
import { announce, installLog } from './process-log.js';
import { createStop, stopOnSignals } from './stop.js';
import { addresses, DATABASE_ENDED, FIRST_STEPS, linkCommand, mailText, tour } from './welcome.js';

/** Serves the API, and runs the worker if it is among the roles, until the process is stopped. */
export async function serveApi(
  roles: readonly Role[],
  config: Config,
  database: OpenDatabase,
): Promise<void> {
  const { DATABASE_POOL_SIZE: poolSize, DATABASE_READ_URL: readUrl } = config;
  const module = AppModule.for(roles, { url: database.url, poolSize, readUrl }, config);
  const app = configureApi(
    await NestFactory.create<NestExpressApplication>(module, {
      ...API_OPTIONS,
      // main.ts prints the error of a failed start, and installLog() sends later messages to the log.
      logger: false,
      abortOnError: false,
    }),
  );
  if (config.INBOX === 'on') assertPageIsBuilt();
  if (config.API_DOCS === 'on') app.get(PublishedDocument).prepare(app);
  const connections = app.get(Connections);
  const stop = createStop(app, database, {
    drain: (ms) => {
      app.get(EventStreams).stop();
      return drain(app.getHttpServer(), connections, ms);
    },
    worker: roles.includes('worker') ? app.get(WorkerModule) : null,
  });
  // Listen before the demo company is created: if the port is taken, none must remain without its token.
  await app.listen(config.PORT, config.HOST).catch(async (error: unknown) => {
    // The worker has started, and the database is released next.
    await app.close();
    throw listenError(error, { variable: 'PORT', port: config.PORT, host: config.HOST });
  });
  installLog(app, config);
  stopOnSignals(stop);
  void database.ended.then(() => stop(1, DATABASE_ENDED));

  const { port: apiPort } = app.getHttpServer().address() as AddressInfo;
  const baseUrl = localUrl(config.HOST, apiPort);
  const demo = database.embedded ? await ensureDemo(app, config.DATA_DIR, baseUrl) : null;
  const { port } = app.get(MetricsServer);
  const metricsUrl = port ? `${localUrl(config.HOST, port)}/metrics` : undefined;
  const docsUrl = config.API_DOCS === 'on' ? `${baseUrl}/api/docs` : undefined;
  const mode = deliveryModeOf(config);
  const isTerminal = process.stdout.isTTY;
  const output = {
    inbox:
      demo && config.INBOX === 'on'
        ? await inboxOf(app, demo.company_id, isTerminal, publicUrl(config, apiPort))
        : null,
    tokenFile: demoFileIn(config.DATA_DIR),
    outbox: mode === 'sandbox' && roles.includes('worker') ? outboxIn(config.DATA_DIR) : null,
    isTerminal,
  };
  const steps = demo ? tour(demo, output, await firstEmail(app, demo.company_id), docsUrl) : FIRST_STEPS;
  const fields = { url: baseUrl, docs_url: docsUrl, metrics_url: metricsUrl, delivery: mode };
  const lines = addresses(baseUrl, mailText(config), docsUrl, metricsUrl);
  announce(app, config, `${lines}\n${steps}`, 'API started', fields);
}

/** A new link for a contact of the demo, for a terminal alone; elsewhere the command that makes one. */
async function inboxOf(
  app: NestExpressApplication,
  company: string,
  isTerminal: boolean,
  url: string,
): Promise<string | null> {
  const contact = await ensureDemoAccess(app, company);
  if (contact === null || !isTerminal) return contact && linkCommand(contact);
  return (await app.get(LoginLinks).create(contact, url, LIMITS.linkHours.default)).url;
}

/** The most urgent e-mail in a company's inbox. */
async function firstEmail(app: NestExpressApplication, companyId: string): Promise<string | undefined> {
  const company = await app.get(OperatorAdmission).admit(companyId);
  const filter: ActionFilter = { category: 'needs_action', action_type: ['email'] };
  const { rows } = await app.get(ActionsService).list(company, filter, { page: 1, page_size: 1 });
  return rows[0]?.id;
}
