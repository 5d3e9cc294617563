import { closeSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './account.js';
import { isSupervised, Lifeline } from './lifeline.js';
import { unfinished } from './unfinished.js';

/** The right to start the server of a home: a lifeline, before there is a server at its end. */
export interface Claim {
  pipe: string;
  lifeline: Lifeline;
  readingEnd: number;
}

/**
 * Claims the start, or answers undefined where another process is about to start or to stop the server.
 * First show a pipe, then look for others: whichever of two came second sees the first, and steps back.
 * PostgreSQL's own lock is made of process numbers, and does not hold between two containers.
 */
export async function claim(home: string, account: Account | undefined): Promise<Claim | undefined> {
  const pipe = unfinished(join(home, 'alive'));
  const ends = await Lifeline.create(pipe, account);
  if (!ends) return undefined;
  const own = { pipe, ...ends };
  // A pipe that is renamed meanwhile can be missing from one list, but not from two.
  if (!(await seesAnother(home, pipe)) && !(await seesAnother(home, pipe))) return own;
  await dropClaim(own);
  return undefined;
}

export async function dropClaim({ pipe, lifeline, readingEnd }: Claim): Promise<void> {
  lifeline.close();
  closeSync(readingEnd);
  await rm(pipe, { force: true });
}

/** Removes the pipes at which nobody is, too: what a power loss leaves. */
async function seesAnother(home: string, own: string): Promise<boolean> {
  for (const name of await readdir(home)) {
    const pipe = join(home, name);
    if (!/^(?:alive|closing)\./.test(name) || pipe === own) continue;
    if (isSupervised(pipe)) return true;
    await rm(pipe, { force: true });
  }
  return false;
}
