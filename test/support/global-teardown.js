import { readFile, rm } from 'node:fs/promises';
import { dirname, relative } from 'node:path';

/** A busy machine needs a few retries in a run. More than this means that requests have become slower, or hang. */
const MAX_RETRIES = 20;

/**
 * Stops the PostgreSQL of the run.
 * @throws Error if there were more than MAX_RETRIES retries: `retryOn503` hides a 503 from the test that got it
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
