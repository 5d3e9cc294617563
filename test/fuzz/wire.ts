import http from 'node:http';
import type { Answer } from '../support/documented.js';
import { persist } from '../support/persist.js';
import { bytesOf, codingHeader } from './bodies.js';
import type { FuzzRequest } from './requests.js';
import type { World } from './world.js';

const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });

/** Sends a request to the letter, as often as it says: no client in between that would mend its path, headers or bytes. */
export async function send(
  baseUrl: string,
  { method, target, query, headers, body, times }: FuzzRequest,
  world: World,
) {
  const path = await world.resolve(query ? `${target.path}?${query}` : target.path);
  const resolved: http.OutgoingHttpHeaders = body ? { ...codingHeader(body) } : {};
  for (const [name, value] of Object.entries(headers)) {
    resolved[name] = Array.isArray(value)
      ? await Promise.all(value.map(world.resolve))
      : await world.resolve(value);
  }
  const bytes = body ? bytesOf(body, await world.resolve(body.text)) : undefined;
  if (bytes) {
    if (body!.chunked) resolved['Transfer-Encoding'] = 'chunked';
    else resolved['Content-Length'] = bytes.length;
  }
  const { hostname, port } = new URL(baseUrl);
  const options = { agent, hostname, port, method, path, headers: resolved };
  return Promise.all(Array.from({ length: times }, () => persist(() => exchange(options, bytes))));
}

function exchange(options: http.RequestOptions, bytes?: Buffer): Promise<Answer> {
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
      // The server closed a connection that was idle, just as it was taken again.
      const isLate = request.reusedSocket && error.code === 'ECONNRESET';
      if (isLate) resolve(exchange({ ...options, agent: false }, bytes));
      else reject(error);
    });
    request.end(bytes);
  });
}

export const hangUp = (): void => agent.destroy();
