import type { Scope } from '../scopes.js';

/** The roles with which contacts log in, and the scopes of each. Command line, documentation, tokens and sessions derive from them. */
export const ACCESS_ROLES = {
  viewer: ['read'],
  decider: ['read', 'decide'],
  admin: ['read', 'decide', 'ledger', 'propose', 'admin'],
} as const satisfies Record<string, readonly Scope[]>;

export type AccessRole = keyof typeof ACCESS_ROLES;

export const ACCESS_ROLE_NAMES = Object.keys(ACCESS_ROLES) as AccessRole[];

/** The scopes of a role; none without a role. */
export const scopesOf = (role: AccessRole | null): readonly Scope[] => (role ? ACCESS_ROLES[role] : []);

/** Whether a contact with a role may decide on actions. A contact without access may: others act for it (see `approved_by_proof`). */
export const mayDecide = (role: AccessRole | null): boolean => !role || scopesOf(role).includes('decide');

export const describeAccessRoles = (): string =>
  ACCESS_ROLE_NAMES.map((role) => `${role} (${scopesOf(role).join(', ')})`).join(', ');
