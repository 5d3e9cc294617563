import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CACHE } from './cache.js';

const COPY = /^run-(\d+)-/;

/** A copy of a data directory to write into: at once where the file system can share blocks. The cached data stay as they are. */
export async function copyOf(folder: string): Promise<string> {
  await mkdir(CACHE, { recursive: true });
  await removeAbandoned();
  const copy = join(CACHE, `run-${process.pid}-${basename(folder)}`);
  console.error(`Data: copying to ${copy}, which is deleted at the end.`);
  execFileSync('cp', ['-a', '--reflink=auto', folder, copy]);
  return copy;
}

/** Removes the copies of runs that were killed. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const pid = COPY.exec(name)?.[1];
    if (pid && !existsSync(`/proc/${pid}`)) await rm(join(CACHE, name), { recursive: true });
  }
}
