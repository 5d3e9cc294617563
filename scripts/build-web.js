import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
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

async function latestChange(path) {
  const { mtimeMs } = await stat(path);
  const entries = await readdir(path, { recursive: true }).catch(() => []);
  const times = entries.map(async (entry) => (await stat(join(path, entry))).mtimeMs);
  return Math.max(mtimeMs, ...(await Promise.all(times)));
}

const changes = await Promise.all(SOURCES.map(latestChange));
if (!existsSync(OUTPUT) || (await stat(OUTPUT)).mtimeMs < Math.max(...changes)) {
  await build({ root: 'web', logLevel: 'warn' });
}
