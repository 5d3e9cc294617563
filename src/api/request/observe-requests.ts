import type { NextFunction, Request, Response } from 'express';
import { routeOf } from './routes.js';
import type { CallerRequest } from '../access/caller.decorator.js';
import type { Log } from '../../observability/log.js';
import type { Metrics } from '../../observability/metrics.js';

/** Logs and measures each request when it ends: its route, ids, status and duration, but none of its content. */
export const observeRequests =
  (log: Log, metrics: Metrics) => (request: Request, response: Response, next: NextFunction) => {
    const started = performance.now();
    response.once('close', () => {
      const { user, company } = request as Partial<CallerRequest>;
      const status = response.headersSent ? response.statusCode : null;
      const method = request.method;
      const route = routeOf(request);
      const duration = performance.now() - started;
      if (metrics.isEnabled) {
        metrics.requests.observe(
          { method, route: route ?? 'none', status: status ?? 'none' },
          duration / 1_000,
        );
      }
      log[status && status >= 500 ? 'error' : 'info'](
        {
          request_id: request.id,
          method,
          route,
          status,
          duration_ms: Math.round(duration * 10) / 10,
          company_id: company,
          token_id: user?.tokenId,
          // The client disconnected before the response was sent.
          aborted: response.writableFinished ? undefined : true,
        },
        'request',
      );
    });
    next();
  };
