import http from 'node:http';
import type { HttpResponse } from '../support/response-validator.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { bytesOf, codingHeader } from './bodies.js';
import type { FuzzRequest } from './requests.js';
import type { Fixtures } from './fixtures.js';

const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });

/** Sends a request verbatim: an HTTP client would correct its path, headers or bytes. */
export async function sendRequest(
  baseUrl: string,
  { method, target, query, headers, body, times }: FuzzRequest,
  fixtures: Fixtures,
) {
  const path = await fixtures.resolve(query ? `${target.path}?${query}` : target.path);
  const resolved: http.OutgoingHttpHeaders = body ? { ...codingHeader(body) } : {};
  for (const [name, value] of Object.entries(headers)) {
    resolved[name] = Array.isArray(value)
      ? await Promise.all(value.map(fixtures.resolve))
      : await fixtures.resolve(value);
  }
  const bytes = body ? bytesOf(body, await fixtures.resolve(body.text)) : undefined;
  if (bytes) {
    if (body!.chunked) resolved['Transfer-Encoding'] = 'chunked';
    else resolved['Content-Length'] = bytes.length;
  }
  const { hostname, port } = new URL(baseUrl);
  const options = { agent, hostname, port, method, path, headers: resolved };
  return Promise.all(Array.from({ length: times }, () => retryOn503(() => exchange(options, bytes))));
}

function exchange(options: http.RequestOptions, bytes?: Buffer): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const request = http.request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      // The server closed the idle connection just before it was reused.
      const wasIdle = request.reusedSocket && error.code === 'ECONNRESET';
      if (wasIdle) resolve(exchange({ ...options, agent: false }, bytes));
      else reject(error);
    });
    request.end(bytes);
  });
}

export const closeConnections = (): void => agent.destroy();
