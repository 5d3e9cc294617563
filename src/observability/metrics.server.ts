import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Config } from '../config/config.js';
import { listenError } from '../problems/listen-error.js';
import { Metrics } from './metrics.js';

/** Serves GET /metrics on a separate port, which a firewall can block for users of the API. */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly server: Server;

  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {
    this.server = createServer((request, response) => void this.respond(request, response));
  }

  /** The port of the server; undefined if metrics are off. */
  get port(): number | undefined {
    return (this.server.address() as AddressInfo | null)?.port;
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!this.metrics.isEnabled) return;
    const { METRICS_PORT: port = 0, HOST: host } = this.config;
    try {
      await once(this.server.listen(port, host), 'listening');
    } catch (error) {
      throw listenError(error, { variable: 'METRICS_PORT', port, host });
    }
  }

  onApplicationShutdown(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async respond({ method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
    if (url !== '/metrics') return void response.writeHead(404).end();
    if (method !== 'GET' && method !== 'HEAD')
      return void response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    const { registry } = this.metrics;
    response.writeHead(200, { 'Content-Type': registry.contentType }).end(await registry.metrics());
  }
}
