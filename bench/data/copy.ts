import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CACHE } from './cache.js';

/** A copy of a data directory to write into: at once where the file system can share blocks. The cached data stay as they are. */
export async function copyOf(folder: string): Promise<string> {
  await mkdir(CACHE, { recursive: true });
  const copy = join(CACHE, `run-${process.pid}-${basename(folder)}`);
  console.error(`Data: copying to ${copy}, which is deleted at the end.`);
  execFileSync('cp', ['-a', '--reflink=auto', folder, copy]);
  return copy;
}
