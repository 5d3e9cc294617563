import { DomainError } from '../../../problems/domain-error.js';
import type { Actor, ContactProof } from '../../../tenancy/caller.js';

/** How the contact who decided is known: the client proved to act for it, or only named it. */
export const APPROVER_PROOFS = ['session', 'token', 'claimed'] as const satisfies (
  ContactProof | 'claimed'
)[];
export type ApproverProof = (typeof APPROVER_PROOFS)[number];

/** The contact who decides. */
export interface Approver {
  id: string;
  name: string;
  proof: ApproverProof;
}

/**
 * The contact who decides: the one for whom the client acts, and without one the contact that the client names.
 * @param named the active contact `approved_by`; undefined if the client names none
 * @throws DomainError invalid if the client names another contact than its own, or a viewer
 */
export function approverOf(
  actor: Pick<Actor, 'contact'>,
  named: { id: string; name: string; mayDecide: boolean } | undefined,
): Approver | undefined {
  const { contact } = actor;
  if (contact && named && named.id !== contact.id)
    throw invalidApprover(
      'other_contact',
      `must be absent or ${contact.id}, the contact for whom the client acts`,
    );
  if (contact) return contact;
  if (named && !named.mayDecide) throw invalidApprover('viewer', 'must not be the id of a viewer');
  return named && { id: named.id, name: named.name, proof: 'claimed' };
}

export function invalidApprover(code: string, sentence: string): DomainError {
  const detail = `approved_by ${sentence}.`;
  return DomainError.invalid([{ in: 'body', field: 'approved_by', code, detail }]);
}
