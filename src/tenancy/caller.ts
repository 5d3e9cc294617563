import type { Scope } from './scopes.js';

/** The client that an API token authenticates, for work in one company or across companies. */
export interface Caller {
  tokenId: string;
  /** The client's name: the actor in the approval log. */
  name: string;
  scopes: readonly Scope[];
  /** The company that the client asked for, if the token can access it; otherwise null. */
  companyId: string | null;
}

/** Who performs an operation, and in which request. */
export interface Actor {
  name: string;
  /** Null for work without a request, such as a sweep. */
  requestId: string | null;
  /** The client's token; null for Daybook itself and for its operator, who may do everything. */
  token: Pick<Caller, 'tokenId' | 'scopes'> | null;
}

/** The name of Daybook itself in approval logs and events; no token can have it. */
export const SYSTEM = 'system';
/** Daybook itself, and its operator at the command line. */
export const SYSTEM_ACTOR: Actor = { name: SYSTEM, requestId: null, token: null };

/** The caller as the actor of a request. */
export const actorOf = ({ name, tokenId, scopes }: Caller, requestId: string): Actor => ({
  name,
  requestId,
  token: { tokenId, scopes },
});
