import http from 'node:http';
import https from 'node:https';
import { Injectable } from '@nestjs/common';
import { Config } from '../../../config/config.js';
import { isRefusedHost } from './addresses.js';
import { errorCodeOf, type WebhookError } from './errors.js';
import { guardedAgents, publicResolver } from './guarded-agents.js';

/** An attempt takes no longer, from the look-up of the name to the last byte that is read. */
const ATTEMPT_MS = 15_000;
/** Bytes of a response that are read, and thrown away, before its connection is closed. */
const READ_BYTES = 64 * 1024;
const MAX_RETRY_AFTER_SECONDS = 3_600;

/** How an attempt ended. */
export interface Outcome {
  /** Null without a response. */
  statusCode: number | null;
  /** Null for a success. */
  error: WebhookError | null;
  durationMs: number;
  /** How long the receiver asks to wait; null if it does not. */
  retryAfterMs: number | null;
}

/** Posts events to endpoints. Ignores the proxies of the environment, which would connect to what is not allowed. */
@Injectable()
export class WebhookSender {
  /** Tests let it ask a name server of their own. */
  readonly resolver = publicResolver();
  private readonly agents: ReturnType<typeof guardedAgents>;

  constructor(private readonly config: Config) {
    this.agents = guardedAgents(config.WEBHOOK_ALLOW_PRIVATE, this.resolver);
  }

  /** The status of the response decides: any 2xx is a success, however its body ends. Redirects are not followed. */
  async post(target: string, headers: Record<string, string>, body: string): Promise<Outcome> {
    const startedAt = performance.now();
    const end = (outcome: Omit<Outcome, 'durationMs'>): Outcome => ({
      ...outcome,
      durationMs: Math.round(performance.now() - startedAt),
    });
    try {
      const url = new URL(target);
      if (!this.config.WEBHOOK_ALLOW_PRIVATE && isRefusedHost(url.hostname))
        return end(failed('address_not_allowed'));
      const { statusCode, retryAfter } = await this.request(url, headers, body);
      const isSuccess = statusCode >= 200 && statusCode < 300;
      return end({ statusCode, error: isSuccess ? null : 'http_status', retryAfterMs: retryAfter });
    } catch (error) {
      return end(failed(errorCodeOf(error)));
    }
  }

  private request(url: URL, headers: Record<string, string>, body: string) {
    const protocol = url.protocol as 'http:' | 'https:';
    const { request } = protocol === 'https:' ? https : http;
    return new Promise<{ statusCode: number; retryAfter: number | null }>((resolve, reject) => {
      const sent = request(url, {
        method: 'POST',
        agent: this.agents[protocol],
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(ATTEMPT_MS),
      });
      sent.on('error', reject);
      // The only sign of a connection that ends by 101 (Switching Protocols), which nobody has asked for.
      sent.on('close', () => reject(new Error('no response')));
      sent.on('response', (response) => {
        const retryAfter = retryAfterOf(response.headers['retry-after']);
        const statusCode = response.statusCode!;
        const accept = () => resolve({ statusCode, retryAfter });
        // An error after the status does not change it.
        sent.prependListener('error', accept).prependListener('close', accept);
        let read = 0;
        response.on('data', ({ length }: Buffer) => {
          read += length;
          if (read >= READ_BYTES) sent.destroy();
        });
        response.on('error', () => {});
        response.on('close', () => {
          // Otherwise an upload would go on that the receiver does not read.
          sent.destroy();
          accept();
        });
      });
      sent.end(body);
    });
  }
}

const failed = (error: WebhookError) => ({ statusCode: null, error, retryAfterMs: null });

/** In seconds; the form with a date is ignored. */
function retryAfterOf(header: string | undefined): number | null {
  if (!header || !/^\d{1,6}$/.test(header)) return null;
  return Math.min(Number(header), MAX_RETRY_AFTER_SECONDS) * 1_000;
}
