import type { Scope } from './scopes.js';

/** The client that an API token authenticates. */
export interface Caller {
  tokenId: string;
  /** The client's name: the actor in the approval log. */
  name: string;
  scopes: readonly Scope[];
  /** The companies that the token can access. */
  companyIds: readonly string[];
}

/** Who performs an operation, and in which request. */
export interface Actor {
  name: string;
  /** Null for work without a request, such as a sweep. */
  requestId: string | null;
}
