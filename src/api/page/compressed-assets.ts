import { existsSync, readdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname } from 'node:path';
import type { RequestHandler } from 'express';

/** The encodings of the files that the build makes (scripts/build-web.js), the smallest first, and how their names end. */
const ENDINGS = { br: '.br', gzip: '.gz' } as const;
const ENCODINGS = Object.keys(ENDINGS) as (keyof typeof ENDINGS)[];
const TYPES: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css' };

/** Leads a request for an asset of a folder to its compressed form, if there is one that the client accepts. */
export function chooseCompressed(folder: string): RequestHandler {
  const files = new Set(existsSync(folder) ? readdirSync(folder) : []);
  return (request, response, next) => {
    response.vary('Accept-Encoding');
    const { path } = request;
    const encoding = ENCODINGS.find(
      (one) => files.has(path.slice(1) + ENDINGS[one]) && request.acceptsEncodings(one) === one,
    );
    if (encoding) request.url = path + ENDINGS[encoding];
    next();
  };
}

/** Sets the headers of a compressed asset once it is found, so that an error has none of them. */
export function labelCompressed(response: ServerResponse, path: string): void {
  const encoding = ENCODINGS.find((one) => path.endsWith(ENDINGS[one]));
  if (!encoding) return;
  response.setHeader('Content-Encoding', encoding);
  const type = TYPES[extname(path.slice(0, -ENDINGS[encoding].length))];
  response.setHeader('Content-Type', `${type}; charset=utf-8`);
}
