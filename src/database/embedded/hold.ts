import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from './connection.js';
import { closingOf, hasHolders, isSupervised, Lifeline, lifelineOf } from './lifeline.js';
import { readPostmaster, type Postmaster } from './postmaster.js';
import type { ServerLog } from './server-log.js';

const LOOK_AGAIN_MS = 20;
const LOOK_AFTER_MS = 1_000;
const STOP_TIMEOUT_MS = 60_000;
const OTHERS_TIMEOUT_MS = 60_000;
// Recovery after a crash takes its time; a server that says "ready" has none to lose.
const READY_TIMEOUT_MS = 300_000;
const REFUSAL_TIMEOUT_MS = 10_000;

/** A server which this process keeps alive. */
export interface EmbeddedServer {
  url: string;
  /** Resolves where it ends though this process holds it, such as when it is killed. */
  ended: Promise<void>;
  /** Lets go of it; where nobody else holds it, resolves once it has stopped. */
  release(): Promise<void>;
}

/** How to come by the server of a home. */
export interface Way {
  home: string;
  log: ServerLog;
  /** Undefined where another process is about to start or stop it. */
  start: () => Promise<Lifeline | undefined>;
  /** For how long to try again after a failed start: the port may have been taken, or a child of a killed server still be there. */
  patienceMs: number;
}

/**
 * Attaches to the server of a home, or starts it; where another process is just starting or stopping it, waits for that.
 * @throws where it does not start, or somebody else holds the data.
 */
export async function hold({ home, log, start, patienceMs }: Way): Promise<EmbeddedServer> {
  const deadline = Date.now() + OTHERS_TIMEOUT_MS;
  let giveUpAt: number | undefined;
  for (;;) {
    const lifeline = (await attach(home)) ?? (await start());
    if (lifeline) {
      const server = await untilReady(home, lifeline);
      if (server) return held(home, server, lifeline);
      giveUpAt ??= Date.now() + patienceMs;
    }
    if (Date.now() >= (giveUpAt ?? Infinity)) {
      throw new Error(`PostgreSQL did not start in ${home}.\n${await log.lastWords()}`);
    }
    if (Date.now() >= deadline) {
      throw new Error(
        `Another process has been starting or stopping the PostgreSQL in ${home} for too long.`,
      );
    }
    // At random, so that two who stepped back from each other do not meet again.
    await sleep(LOOK_AGAIN_MS * (1 + 2 * Math.random()));
  }
}

function held(home: string, { pid, url }: { pid: number; url: string }, lifeline: Lifeline): EmbeddedServer {
  let timer: NodeJS.Timeout;
  const ended = new Promise<void>((resolve) => {
    timer = setInterval(() => lifeline.isWatched() || resolve(), LOOK_AFTER_MS).unref();
  });
  const release = onlyOnce(() => {
    clearInterval(timer);
    return leave(home, pid, lifeline);
  });
  return { url, ended, release };
}

async function attach(home: string): Promise<Lifeline | undefined> {
  const server = await readPostmaster(home);
  return server && Lifeline.attach(home, server.pid);
}

/**
 * The server at the other end of the lifeline, once it answers; undefined where it ended instead, and the lifeline with it.
 * The lock file may still be that of a server long gone: only one that leads to our pipe counts.
 */
async function untilReady(
  home: string,
  lifeline: Lifeline,
): Promise<{ pid: number; url: string } | undefined> {
  let deadline = Date.now() + READY_TIMEOUT_MS;
  let cause: unknown;
  try {
    while (lifeline.isWatched()) {
      const server = await readPostmaster(home);
      if (server?.isReady && lifeline.leadsTo(home, server.pid)) {
        deadline = Math.min(deadline, Date.now() + REFUSAL_TIMEOUT_MS);
        try {
          return { pid: server.pid, url: await openDatabase(home, server.port) };
        } catch (error) {
          cause = error;
        }
      }
      if (Date.now() > deadline) throw unreachable(home, server, cause);
      await sleep(LOOK_AGAIN_MS);
    }
  } catch (error) {
    lifeline.close();
    throw error;
  }
  lifeline.close();
  return undefined;
}

function unreachable(home: string, server: Postmaster | undefined, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : 'it does not get ready';
  return new Error(
    `PostgreSQL process ${server?.pid} holds the data in ${home}, and cannot be reached on port ${server?.port} ` +
      `(${reason}): does it run in another container?`,
    { cause },
  );
}

async function leave(home: string, pid: number, lifeline: Lifeline): Promise<void> {
  lifeline.close();
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while (!hasHolders(home, pid) && Date.now() < deadline) {
    if (!isSupervised(lifelineOf(home, pid)) && !isSupervised(closingOf(home, pid))) return;
    await sleep(LOOK_AGAIN_MS);
  }
}

function onlyOnce(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}
