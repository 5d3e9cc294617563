import type { Scope } from './scopes.js';

/** Who an API token speaks for. */
export interface Caller {
  tokenId: string;
  /** The client's name: the actor in the approval log. */
  name: string;
  scopes: readonly Scope[];
  /** The companies that the token reaches. */
  companyIds: readonly string[];
}

/** Who does something, and in which request. */
export interface Actor {
  name: string;
  /** Null for what no request asked for. */
  requestId: string | null;
}
