import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aFolder } from './folders.js';
import type { Installation } from './installation.js';
import type { Server } from './processes.js';

/** The highest figures of a server process since they were last read. */
export interface Figures {
  /** The longest time for which the event loop did not turn, in milliseconds. */
  blockedMs: number;
  /** The same, as time on the processor, which other processes do not prolong. */
  blockedCpuMs: number;
  rssBytes: number;
}

export interface ProbedServer extends Server {
  highest(): Promise<Figures>;
}

/** Starts a server process whose event loop and memory are measured (see loop-probe.js). */
export async function startWithProbe(installation: Installation): Promise<ProbedServer> {
  const PROBE_FILE = join(await aFolder(), 'port');
  const NODE_OPTIONS = `--import ${join(process.cwd(), 'test/support/loop-probe.js')}`;
  const server = await installation.start({ PROBE_FILE, NODE_OPTIONS });
  const probe = `http://127.0.0.1:${await readFile(PROBE_FILE, 'utf8')}`;
  return { ...server, highest: async () => (await (await fetch(probe)).json()) as Figures };
}
