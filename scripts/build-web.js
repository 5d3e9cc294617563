import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { build } from 'vite';

/** Builds the inbox page unless nothing that it is made of has changed since. */
const SOURCES = [
  'web/src',
  'web/public',
  'web/index.html',
  'web/vite.config.ts',
  'web/package.json',
  'packages/client/generated',
  // The page shares rules of the server that know no framework.
  'src',
  'package-lock.json',
];
const OUTPUT = 'web/dist/index.html';
const ASSETS = 'web/dist/assets';
/** Below it, compression saves no packet. */
const MIN_BYTES = 1_000;

async function latestChange(path) {
  const { mtimeMs } = await stat(path);
  const entries = await readdir(path, { recursive: true }).catch(() => []);
  const times = entries.map(async (entry) => (await stat(join(path, entry))).mtimeMs);
  return Math.max(mtimeMs, ...(await Promise.all(times)));
}

const changes = await Promise.all(SOURCES.map(latestChange));
if (!existsSync(OUTPUT) || (await stat(OUTPUT)).mtimeMs < Math.max(...changes)) {
  await build({ root: 'web', logLevel: 'warn' });
  for (const name of await readdir(ASSETS)) await compress(join(ASSETS, name));
}

/** Writes the compressed forms of a script or a style sheet beside it, which src/api/page serves. */
async function compress(path) {
  const bytes = await readFile(path);
  if (!/\.(js|css)$/.test(path) || bytes.length < MIN_BYTES) return;
  await writeFile(`${path}.br`, await promisify(brotliCompress)(bytes));
  await writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: 9 }));
}
