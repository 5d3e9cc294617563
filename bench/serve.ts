/** Starts the server of a data directory, prints its URL, and stops it with Ctrl-C: npx tsx bench/serve.ts <folder> */
import { startBenchServer } from './database-server.js';

const server = await startBenchServer(process.argv[2]!);
console.log(server.url);
const stop = (): void => void server.release().then(() => process.exit(0));
process.on('SIGINT', stop).on('SIGTERM', stop);
setInterval(() => {}, 60_000);
