import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

/**
 * Loaded into a server process with --import: measures for how long its event loop is blocked, and how large the process becomes.
 * GET on its own port, which it writes to the file PROBE_FILE, returns the highest figures since the last GET.
 */
const TICK_MS = 2;
let highest;
let last = { at: performance.now(), cpu: process.cpuUsage() };

function reset() {
  highest = { blockedMs: 0, blockedCpuMs: 0, rssBytes: process.memoryUsage.rss() };
}

function tick() {
  const { user, system } = process.cpuUsage(last.cpu);
  highest.blockedMs = Math.max(highest.blockedMs, performance.now() - last.at - TICK_MS);
  highest.blockedCpuMs = Math.max(highest.blockedCpuMs, (user + system) / 1_000 - TICK_MS);
  highest.rssBytes = Math.max(highest.rssBytes, process.memoryUsage.rss());
  last = { at: performance.now(), cpu: process.cpuUsage() };
}

reset();
setInterval(tick, TICK_MS).unref();
const server = createServer((_request, response) => {
  response.end(JSON.stringify(highest));
  reset();
});
server.listen(0, '127.0.0.1', () => writeFileSync(process.env.PROBE_FILE, String(server.address().port)));
server.unref();
