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
}
