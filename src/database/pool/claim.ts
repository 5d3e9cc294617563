import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * How long work keeps a connection: `quick` for a statement or a command; `search` for a search; `bulk` for commands on many
 * actions; `serialized` for work that holds the lock of its company.
 */
export type WorkKind = 'quick' | 'search' | 'bulk' | 'serialized';

/** For whom the current work takes connections. The pool limits what one client and one company hold at once (see FairPool). */
export interface Claim {
  /** The client that asked for the work, as far as it is known. */
  client: string;
  /** Null until the client is admitted to a company, and for work across companies. */
  company: string | null;
  kind: WorkKind;
  /** Whether it is a read that would run on the read replica, if that could be used. */
  hasFallenBack?: true;
}

const current = new AsyncLocalStorage<Claim | undefined>();

/**
 * Null for work of the process itself: token look-ups, health checks, start, and the command line. It may use every connection,
 * and clients wait for it.
 */
export const currentClaim = (): Claim | null => current.getStore() ?? null;

/** Runs work of a client whose identity `identifyClaim` adds. */
export const runWithClaim = <T>(client: string, work: () => T): T =>
  current.run({ client, company: null, kind: 'quick' }, work);

/** Sets the client and the company of the current claim; does nothing for work of the process itself. */
export function identifyClaim(client: string, company: string | null): void {
  const claim = current.getStore();
  if (claim) Object.assign(claim, { client, company });
}

/** Runs a part of the current work that is of another kind. */
export function runAs<T>(kind: WorkKind, work: () => T): T {
  const claim = current.getStore();
  return claim ? current.run({ ...claim, kind }, work) : work();
}

/** Runs a read that the read replica cannot serve: all of them together take a part of the connections. */
export function runFallenBack<T>(work: () => T): T {
  const claim = current.getStore();
  return claim ? current.run({ ...claim, hasFallenBack: true }, work) : work();
}

/** Runs short work of the process itself, which must not wait behind the work of clients. */
export const runUnclaimed = <T>(work: () => T): T => current.run(undefined, work);
