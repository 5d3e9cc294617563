import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import v8 from 'node:v8';
import vm from 'node:vm';

/**
 * Runs inside the attacked server (`--import`): measures how long the event loop stood still, and the memory. GET /start collects
 * garbage and begins a measurement; GET /sample returns it; GET /live returns the memory after a garbage collection.
 *
 * A stall is time on the CPU: the machine may be busy with the attackers too, and a process that waits for a CPU does not stall by
 * itself. Linux tells how long the main thread has waited for one; the CPU time of the process includes its other threads. `wallMs`
 * is the longest time between two ticks, with such waits.
 */
const TICK_MS = 5;
const TICKS_PER_MEMORY_SAMPLE = 10;
const MIB = 1024 * 1024;

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc');
const residentMib = () => process.memoryUsage.rss() / MIB;

let measured = {};
let before = now();
let ticks = 0;

function start() {
  collectGarbage();
  measured = { stallMs: 0, wallMs: 0, startMib: residentMib(), peakMib: residentMib() };
  before = now();
}

function now() {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), cpu: (user + system) / 1_000, waited: waitedMs() };
}

/** For how long the main thread was ready and had no CPU. Other systems than Linux do not tell. */
function waitedMs() {
  return process.platform === 'linux'
    ? Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6
    : 0;
}

function tick() {
  const after = now();
  const wallMs = after.wall - before.wall - TICK_MS;
  const stallMs = Math.min(wallMs - (after.waited - before.waited), after.cpu - before.cpu);
  before = after;
  measured.wallMs = Math.max(measured.wallMs, wallMs);
  measured.stallMs = Math.max(measured.stallMs, stallMs);
  if (ticks++ % TICKS_PER_MEMORY_SAMPLE === 0 || stallMs > TICK_MS)
    measured.peakMib = Math.max(measured.peakMib, residentMib());
}

const RESPONSES = {
  '/start': () => {
    start();
    return measured;
  },
  '/sample': () => measured,
  '/live': () => {
    collectGarbage();
    return { ...measured, liveMib: residentMib() };
  },
};

start();
setInterval(tick, TICK_MS).unref();
createServer(({ url }, response) => response.end(JSON.stringify(RESPONSES[url]())))
  .listen(Number(process.env.HOSTILE_PROBE_PORT), '127.0.0.1')
  .unref();
