import type { Server } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { enforceDeadline } from '../api/request/enforce-deadline.js';
import { Connections } from '../api/connections/connections.js';
import { handleExpectations } from '../api/connections/expectations.js';
import { respondToInvalidHttp } from '../api/connections/invalid-http.js';
import { limitConnections } from '../api/connections/limit-connections.js';
import { limitMemory } from '../api/connections/limit-memory.js';
import { normalizeTargets } from '../api/connections/request-target.js';
import { configureServer } from '../api/connections/configure-server.js';
import { Config } from '../config/config.js';
import { refuseHeaders } from '../api/request/refuse-headers.js';
import { requestId } from '../api/request/request-id.js';
import { crossOrigin, disableCaching, securityHeaders } from '../api/response/response-headers.js';
import { LOG } from '../observability/log.js';
import { Metrics } from '../observability/metrics.js';
import { observeRequests } from '../api/request/observe-requests.js';
import { servePage } from '../api/page/serve-page.js';
import { PublishedDocument } from '../api/openapi/published-document.js';

/** The Nest options that configureApi() relies on. */
export const API_OPTIONS = { bodyParser: false } as const;

/** Configures everything between the socket and Nest's guards; tests use it too. */
export function configureApi(app: NestExpressApplication): NestExpressApplication {
  const { CORS_ORIGINS, API_DOCS, INBOX, TRUST_PROXY, KEEP_ALIVE_SECONDS, MAX_CONNECTIONS } = app.get(Config);
  const server: Server = app.getHttpServer();
  const connections = app.get(Connections);
  connections.serve(server);
  limitConnections(server, connections, MAX_CONNECTIONS);
  limitMemory(server, connections);
  configureServer(server, KEEP_ALIVE_SECONDS * 1_000);
  handleExpectations(server);
  normalizeTargets(server);
  respondToInvalidHttp(server, connections);
  app.disable('x-powered-by');
  app.set('trust proxy', TRUST_PROXY);
  // Express would hash every response for If-None-Match, which disableCaching() removes.
  app.disable('etag');
  app.use(requestId, observeRequests(app.get(LOG), app.get(Metrics)), securityHeaders, refuseHeaders);
  if (CORS_ORIGINS.length > 0) app.enableCors(crossOrigin(CORS_ORIGINS));
  // Before the middleware for data: documentation and page may be cached and have no deadline.
  if (API_DOCS === 'on') app.get(PublishedDocument).serve(app);
  if (INBOX === 'on') servePage(app);
  app.use(disableCaching, enforceDeadline);
  return app;
}
