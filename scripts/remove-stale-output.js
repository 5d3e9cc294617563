import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Deletes compiled files whose source has been deleted or renamed: an incremental build leaves them, and an import of them
 * would still work on this machine.
 */
const BUILDS = [
  ['src', 'dist'],
  ['packages/embedded-postgres/src', 'packages/embedded-postgres/dist'],
];
const EMITTED = /\.(js|js\.map|d\.ts|d\.ts\.map)$/;

async function removeStale(source, output) {
  for (const entry of await readdir(output, { withFileTypes: true })) {
    const path = join(output, entry.name);
    if (entry.isDirectory()) {
      const room = join(source, entry.name);
      if (existsSync(room)) await removeStale(room, path);
      else await rm(path, { recursive: true });
    } else if (EMITTED.test(entry.name) && !existsSync(join(source, entry.name.replace(EMITTED, '.ts')))) {
      await rm(path);
    }
  }
}

for (const [source, output] of BUILDS) {
  if (existsSync(output)) await removeStale(source, output);
}
