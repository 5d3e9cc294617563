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

/** What Nest must be created with for configure() to hold. */
export const APP_OPTIONS = { bodyParser: false } as const;

/** Everything between the socket and the controllers; main and the tests share it. */
export function configure(app: NestExpressApplication): NestExpressApplication {
  const { CORS_ORIGINS, API_DOCS, TRUST_PROXY } = app.get(Config);
  app.disable('x-powered-by');
  app.set('trust proxy', TRUST_PROXY);
  // Express would hash every answer, and no client of lists asks back.
  app.disable('etag');
  app.use(requestId, observeRequests(app.get(LOG), app.get(Metrics)), securityHeaders);
  if (CORS_ORIGINS.length > 0) app.enableCors(crossOrigin(CORS_ORIGINS));
  // Before what is for data alone.
  if (API_DOCS === 'on') serveDocument(app);
  app.use(alwaysFresh, enforceDeadline);
  answerUnreadable(app.getHttpServer());
  return app;
}
