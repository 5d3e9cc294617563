import { resolve } from 'node:path';
import { findFreePort } from '../../packages/embedded-postgres/src/free-port.js';
import { startServer } from '../support/processes.js';

/** What the probe in the server has measured since its last start (see probe.js). */
export interface Measured {
  stallMs: number;
  wallMs: number;
  startMib: number;
  peakMib: number;
  /** Only of `live`: the memory after a garbage collection. */
  liveMib?: number;
}

export interface AttackedServer {
  url: string;
  isRunning(): boolean;
  /** @returns null if the process has died, or does not respond within the time */
  probe(path: 'start' | 'sample' | 'live', timeoutMs?: number): Promise<Measured | null>;
  stop(): Promise<void>;
}

/** Starts the API with the worker as in production, with default limits, and the probe in it. */
export async function startAttackedServer(databaseUrl: string): Promise<AttackedServer> {
  const port = await findFreePort();
  const server = await startServer({
    NODE_ENV: 'production',
    DELIVERY: 'external',
    DATABASE_URL: databaseUrl,
    NODE_OPTIONS: `--import=${resolve('test/hostile/probe.js')}`,
    HOSTILE_PROBE_PORT: String(port),
  });
  let running = true;
  void server.ended.then(() => (running = false));
  return {
    url: server.url,
    isRunning: () => running,
    async probe(path, timeoutMs = 20_000) {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(`http://127.0.0.1:${port}/${path}`, { signal }).catch(() => null);
      return response && ((await response.json()) as Measured);
    },
    stop: async () => void (await server.stop('SIGKILL')),
  };
}
