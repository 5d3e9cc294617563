import type { Scope } from './scopes.js';

/** How a client proved to act for a contact: by a session of the inbox page, or by a token that is bound to the contact. */
export type ContactProof = 'session' | 'token';

/** The contact for whom a client acts. */
export interface ProvenContact {
  id: string;
  name: string;
  proof: ContactProof;
}

/** The client that an API token or a session authenticates, for work in one company or across companies. */
export interface Caller {
  /** The id of the token or of the session. */
  tokenId: string;
  /** The name of the token, or of the contact of a session: the actor in the approval log. */
  name: string;
  /** Null for a token that is bound to no contact. */
  contact: ProvenContact | null;
  scopes: readonly Scope[];
  /** The company that the client asked for, if the token can access it; otherwise null. */
  companyId: string | null;
}

/** Who performs an operation, and in which request. */
export interface Actor {
  name: string;
  /** Null for work without a request, such as a sweep. */
  requestId: string | null;
  /** The contact for whom the client acts; null if none is proven. */
  contact: ProvenContact | null;
  /** The client's token or session; null for Daybook itself and for its operator, who may do everything. */
  token: Pick<Caller, 'tokenId' | 'scopes'> | null;
}

/** The name of Daybook itself in approval logs and events; no token can have it. */
export const SYSTEM = 'system';
/** Daybook itself, and its operator at the command line. */
export const SYSTEM_ACTOR: Actor = { name: SYSTEM, requestId: null, contact: null, token: null };

/** The caller as the actor of a request. */
export const actorOf = ({ name, contact, tokenId, scopes }: Caller, requestId: string): Actor => ({
  name,
  requestId,
  contact,
  token: { tokenId, scopes },
});
