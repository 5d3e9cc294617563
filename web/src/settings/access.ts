import type { ContactResponse } from '@daybook/client';

export type AccessRole = 'viewer' | 'decider' | 'admin';

/** A contact of the company. openapi.yaml does not say that a role may be null: such a contact cannot log in. */
export type Person = Omit<ContactResponse, 'access_role'> & { access_role: AccessRole | null };
