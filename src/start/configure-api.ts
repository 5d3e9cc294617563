import type { NestExpressApplication } from '@nestjs/platform-express';
import { enforceDeadline } from '../api/request/enforce-deadline.js';
import { Config } from '../config.js';
import { requestId } from '../api/request/request-id.js';
import { alwaysFresh, crossOrigin, securityHeaders } from '../api/response/response-headers.js';
import { LOG } from '../observability/log.js';
import { Metrics } from '../observability/metrics.js';
import { observeRequests } from '../api/request/observe-requests.js';
import { answerUnreadable } from '../api/response/unreadable.js';
import { serveDocument } from '../api/openapi/document.js';

/** The options of Nest that configureApi() relies on. */
export const API_OPTIONS = { bodyParser: false } as const;

/** Sets up what stands between the socket and the controllers; the tests use it too. */
export function configureApi(app: NestExpressApplication): NestExpressApplication {
  const { CORS_ORIGINS, API_DOCS, TRUST_PROXY } = app.get(Config);
  app.disable('x-powered-by');
  app.set('trust proxy', TRUST_PROXY);
  // Express would hash every response, and no client of lists sends If-None-Match.
  app.disable('etag');
  app.use(requestId, observeRequests(app.get(LOG), app.get(Metrics)), securityHeaders);
  if (CORS_ORIGINS.length > 0) app.enableCors(crossOrigin(CORS_ORIGINS));
  // The documentation is not subject to the headers and deadlines of data.
  if (API_DOCS === 'on') serveDocument(app);
  app.use(alwaysFresh, enforceDeadline);
  answerUnreadable(app.getHttpServer());
  return app;
}
