// A process that attaches to a server, for tests to kill: node attach.js <options of start() as JSON>
// Without a dataDir it starts an ephemeral server.
import { createInterface } from 'node:readline';
import { start, startEphemeral } from '../../dist/index.js';

const options = JSON.parse(process.argv[2]);

try {
  const server = await (options.dataDir ? start(options) : startEphemeral(options));
  console.log(JSON.stringify({ url: server.url }));
  // Any line on stdin releases the server. The explicit exit keeps the test independent of what else Node waits for.
  createInterface({ input: process.stdin }).once('line', async () => {
    await server.release();
    process.exit(0);
  });
} catch ({ code, message }) {
  console.log(JSON.stringify({ error: { code, message } }));
  process.exit(1);
}
