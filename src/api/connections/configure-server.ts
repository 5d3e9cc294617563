import type { Server } from 'node:http';
import { LIMITS } from '../../limits.js';

/**
 * @param keepAliveMs for how long an idle connection stays open: longer than load balancers keep it (usually 60 seconds). If the
 * API closed it first, it could do so just when the balancer sends the next request, whose client would get 502.
 */
export function configureServer(server: Server, keepAliveMs: number): void {
  server.keepAliveTimeout = keepAliveMs;
  server.headersTimeout = LIMITS.headersMs;
  server.requestTimeout = LIMITS.requestMs;
  // The time without progress: the client sends no byte of a request, or reads no byte of a response.
  server.timeout = LIMITS.inactiveMs;
  // Options of createServer(), which Nest calls. refuseHeaders() checks the Host header, because Node responds without a body.
  Object.assign(server, { connectionsCheckingInterval: LIMITS.timeoutCheckMs, requireHostHeader: false });
}
