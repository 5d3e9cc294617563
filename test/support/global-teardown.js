import { readFile, rm } from 'node:fs/promises';
import { dirname, relative } from 'node:path';

/** What a busy machine needs in a whole run; more means that requests have become slower, or hang. */
const MAX_RETRIES = 20;

/**
 * Stops the PostgreSQL of the run.
 * @throws Error if `retryOn503` has hidden more than a few 503s, which no test would show
 */
export default async function globalTeardown() {
  await globalThis.testServer?.release();
  const retries = (await readFile(process.env.TEST_RETRIES_FILE, 'utf8')).split('\n').filter(Boolean);
  await rm(dirname(process.env.TEST_RETRIES_FILE), { recursive: true });
  if (retries.length === 0) return;
  const counts = [...new Set(retries)].map((file) => {
    const count = retries.filter((other) => other === file).length;
    return `  ${count} in ${relative(process.cwd(), file)}`;
  });
  const summary = `Requests repeated after a 503: ${retries.length} (at most ${MAX_RETRIES} are allowed)\n${counts.join('\n')}\n`;
  if (retries.length > MAX_RETRIES) throw new Error(summary);
  process.stdout.write(summary);
}
