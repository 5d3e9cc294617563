import type { NestExpressApplication } from '@nestjs/platform-express';
import { answerInTime } from './http/answer-in-time.js';
import { jsonBody } from './http/json-body.js';
import { requestId } from './http/request-id.js';
import { LOG } from './observability/log.js';
import { Metrics } from './observability/metrics.js';
import { observeRequests } from './observability/observe-requests.js';
import { unconditional } from './http/unconditional.js';
import { answerUnreadable } from './http/unreadable.js';
import { serveDocument } from './openapi/document.js';

/** What Nest must be created with for configure() to hold. */
export const APP_OPTIONS = { bodyParser: false } as const;

/** Everything between the socket and the controllers; main, the tests and the OpenAPI script share it. */
export function configure(app: NestExpressApplication): NestExpressApplication {
  app.disable('x-powered-by');
  // Express would hash every answer, and no client of lists asks back.
  app.disable('etag');
  app.use(requestId, observeRequests(app.get(LOG), app.get(Metrics)), unconditional, jsonBody, answerInTime);
  answerUnreadable(app.getHttpServer());
  serveDocument(app);
  return app;
}
