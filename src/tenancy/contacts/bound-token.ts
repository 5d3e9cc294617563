import { DomainError } from '../../problems/domain-error.js';
import type { ProvenContact } from '../caller.js';
import type { Scope } from '../scopes.js';
import { type AccessRole, scopesOf } from './access-roles.js';

/** The contact to which a token is bound, as its token is read. */
export interface BoundContact {
  id: string;
  /** Null, like the role, if the access to which the token is bound has ended. */
  name: string | null;
  /** The role in force. */
  role: AccessRole | null;
}

/**
 * What a token may do that is bound to a contact: its own scopes, as far as the role of the contact has them now.
 * @returns null if the contact has no access any more
 */
export function boundAccess(
  scopes: readonly Scope[],
  { id, name, role }: BoundContact,
): { scopes: Scope[]; contact: ProvenContact } | null {
  if (name === null || role === null) return null;
  const allowed = scopesOf(role);
  return { scopes: scopes.filter((scope) => allowed.includes(scope)), contact: { id, name, proof: 'token' } };
}

/**
 * Checks the scopes of a new token for a contact.
 * @throws DomainError permission_denied
 */
export function checkBoundScopes(scopes: readonly Scope[], name: string, role: AccessRole | null): void {
  if (role === null)
    throw new DomainError('permission_denied', `${name} has no access; grant an access role first.`);
  const excess = scopes.filter((scope) => !scopesOf(role).includes(scope));
  if (excess.length === 0) return;
  const detail = `${name} is ${role}, which has the scopes ${scopesOf(role).join(', ')}; not ${excess.join(', ')}.`;
  throw new DomainError('permission_denied', detail);
}
