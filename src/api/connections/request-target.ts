import type { IncomingMessage, Server } from 'node:http';

const ORIGIN = /^https?:\/\/[^/?#]*/i;

/**
 * Reduces the target of a request to its path and query: clients may send the whole URL, as they do to proxies. Express would
 * respond with HTML to a URL that it cannot parse.
 */
export function normalizeTargets(server: Server): void {
  server.prependListener('request', (request: IncomingMessage) => {
    const { url = '/' } = request;
    if (url.startsWith('/') || url === '*') return;
    const path = URL.canParse(url) ? url.replace(ORIGIN, '') : url;
    request.url = path.startsWith('/') ? path : `/${path}`;
  });
}
