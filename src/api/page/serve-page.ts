import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { type Express, type RequestHandler, static as serveStatic } from 'express';
import { pagePolicy } from '../response/response-headers.js';
import { chooseCompressed, labelCompressed } from './compressed-assets.js';

/** What `npm run build` makes of web/. */
const BUILT = fileURLToPath(new URL('../../../web/dist', import.meta.url));

/** The routes of the page (web/src/app.tsx), which all get the same document. Other paths stay the API's. */
const PAGES = ['login', 'inbox', 'customers', 'figures', 'import', 'policy', 'settings'];
const ROUTES = ['/', ...PAGES.map((page) => `/${page}{/*rest}`)];

/**
 * Serves the inbox page. It needs no token: it asks the API for everything, as its visitor. Names of assets contain a hash of
 * their content, so browsers may keep them for good; the document that names them is never kept.
 */
export function servePage(app: NestExpressApplication): void {
  const express: Express = app.getHttpAdapter().getInstance();
  const folder = join(BUILT, 'assets');
  const assets = { index: false, immutable: true, maxAge: '1y', fallthrough: false } as const;
  const serveAssets = serveStatic(folder, { ...assets, setHeaders: labelCompressed });
  express.use('/assets', pagePolicy, chooseCompressed(folder), serveAssets);
  express.get('/favicon.svg', pagePolicy, (_, response) =>
    response.sendFile('favicon.svg', { root: BUILT, maxAge: '1d' }),
  );
  const sendDocument: RequestHandler = (_, response) =>
    response.sendFile('index.html', {
      root: BUILT,
      cacheControl: false,
      headers: { 'Cache-Control': 'no-cache' },
    });
  for (const route of ROUTES) express.get(route, pagePolicy, sendDocument);
}

/** @throws Error if the page is to be served but was not built */
export function assertPageIsBuilt(): void {
  if (existsSync(join(BUILT, 'index.html'))) return;
  throw new Error(
    'The inbox page has not been built: run npm run build, or set INBOX=off to serve the API alone.',
  );
}
