import type { Server } from 'node:http';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { enforceDeadline } from '../api/request/enforce-deadline.js';
import { Config } from '../config/config.js';
import { requestId } from '../api/request/request-id.js';
import { crossOrigin, disableCaching, securityHeaders } from '../api/response/response-headers.js';
import { LOG } from '../observability/log.js';
import { Metrics } from '../observability/metrics.js';
import { observeRequests } from '../api/request/observe-requests.js';
import { respondToInvalidHttp } from '../api/response/unreadable.js';
import { PublishedDocument } from '../api/openapi/published-document.js';

/** The Nest options that configureApi() relies on. */
export const API_OPTIONS = { bodyParser: false } as const;

/** Configures everything between the socket and Nest's guards; tests use it too. */
export function configureApi(app: NestExpressApplication): NestExpressApplication {
  const { CORS_ORIGINS, API_DOCS, TRUST_PROXY, KEEP_ALIVE_SECONDS } = app.get(Config);
  const server: Server = app.getHttpServer();
  app.disable('x-powered-by');
  app.set('trust proxy', TRUST_PROXY);
  // Express would hash every response for If-None-Match, which disableCaching() removes.
  app.disable('etag');
  app.use(requestId, observeRequests(app.get(LOG), app.get(Metrics)), securityHeaders);
  if (CORS_ORIGINS.length > 0) app.enableCors(crossOrigin(CORS_ORIGINS));
  // Before the middleware for data: the documentation may be cached and has no deadline.
  if (API_DOCS === 'on') app.get(PublishedDocument).serve(app);
  app.use(disableCaching, enforceDeadline);
  respondToInvalidHttp(server);
  keepIdleConnections(server, KEEP_ALIVE_SECONDS * 1_000);
  return app;
}

/**
 * Keeps an idle connection open for longer than load balancers do (usually 60 seconds). If the API closed it first, it could do so
 * just when the balancer sends the next request, whose client would get 502.
 */
function keepIdleConnections(server: Server, ms: number): void {
  server.keepAliveTimeout = ms;
  // Some versions of Node count it from the end of the previous request.
  server.headersTimeout = Math.max(server.headersTimeout, ms + 1_000);
}
