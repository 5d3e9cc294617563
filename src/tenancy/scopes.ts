import { DomainError } from '../problems/domain-error.js';

/** The scopes of tokens, with their descriptions for the documentation. */
export const SCOPES = {
  read: 'read companies, settings, contacts, customers, invoices, recommendations, actions and events',
  decide: 'decide on actions; edit, delete and restore them; hold customers and invoices',
  deliver: 'claim approved actions, deliver them and report the result',
  ledger: 'write customers, contacts and invoices',
  propose: 'recommend actions, and run the dunning policy',
  admin: 'change the settings of the company, and manage its webhook endpoints',
} as const;

export type Scope = keyof typeof SCOPES;

/** The scope that a token needs for an operation; of several scopes, it needs one. */
export type RequiredScope = Scope | readonly Scope[];

export const SCOPE_NAMES = Object.keys(SCOPES) as Scope[];

/** @param scope if the operation accepts several, the one that its clients usually have */
export const lacksScope = (scope: Scope, who: 'The token' | 'Your role' = 'The token'): DomainError =>
  new DomainError('permission_denied', `${who} lacks the scope "${scope}".`);
