// A process that holds a server, for the tests to kill: node embedded-child.js <server.js> <data folder | --ephemeral>
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [, , module, dataDir] = process.argv;
const { startEmbedded, startEphemeral } = await import(pathToFileURL(module).href);

try {
  const server = dataDir === '--ephemeral' ? await startEphemeral() : await startEmbedded(dataDir);
  console.log(JSON.stringify({ url: server.url }));
  // Any line lets go; the test must not depend on how this process ends.
  createInterface({ input: process.stdin }).once('line', async () => {
    await server.release();
    process.exit(0);
  });
} catch (error) {
  console.log(JSON.stringify({ error: error.message }));
  process.exit(1);
}
