import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBenchServer } from '../database-server.js';
import { type DataSize, fill } from './fill.js';

/** Ignored by Git. */
export const CACHE = new URL('../.cache', import.meta.url).pathname;
const READY = 'ready';
const SOURCES = [
  new URL('.', import.meta.url).pathname,
  new URL('../../src/database/migrations', import.meta.url).pathname,
];

/** Files of the generator that decide nothing about rows. */
const WITHOUT_ROWS = ['cache.ts', 'copy.ts', 'generate.ts'];

/** A digest of what the data depend on: the migrations, the generator, and the size. */
async function keyOf(size: DataSize): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(size));
  for (const folder of SOURCES)
    for (const name of (await readdir(folder)).toSorted())
      if (!WITHOUT_ROWS.includes(name)) hash.update(await readFile(join(folder, name)));
  return hash.digest('hex').slice(0, 12);
}

/**
 * The data directory with data of this size, which is generated if it is missing. Data that the migrations or the generator of
 * today would not generate are deleted.
 */
export async function cachedData(size: DataSize, cache = CACHE): Promise<string> {
  const name = `${size.actions}-${size.companies}-${size.largest}`;
  const folder = join(cache, `${name}-${await keyOf(size)}`);
  if (existsSync(join(folder, READY))) {
    console.error(`Data: ${folder}, from an earlier run.`);
    return folder;
  }
  await mkdir(cache, { recursive: true });
  for (const stale of (await readdir(cache)).filter((entry) => entry.startsWith(`${name}-`))) {
    console.error(
      `Data: ${stale} is from other migrations or another generator, or incomplete; deleting it.`,
    );
    await rm(join(cache, stale), { recursive: true });
  }
  console.error(`Data: generating ${folder}.`);
  await generate(folder, size);
  return folder;
}

export async function generate(folder: string, size: DataSize): Promise<void> {
  const server = await startBenchServer(folder);
  try {
    await fill(server.url, size);
  } finally {
    await server.release();
  }
  await writeFile(join(folder, `${READY}.part`), JSON.stringify(size));
  await rename(join(folder, `${READY}.part`), join(folder, READY));
}
