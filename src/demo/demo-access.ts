import type { INestApplicationContext } from '@nestjs/common';
import { ContactAccessService } from '../ledger/contacts/contact-access.service.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { SYSTEM_ACTOR } from '../tenancy/caller.js';
import { ACCESS_ROLE_NAMES, type AccessRole } from '../tenancy/contacts/access-roles.js';
import { ContactsService } from '../tenancy/contacts/contacts.service.js';

/** The roles of the first contacts of the demo, by name; the others cannot log in. */
const ROLES: AccessRole[] = ['admin', 'decider', 'viewer'];

/**
 * Ensures that contacts of the demo company can log in: grants the roles unless somebody has one.
 * @returns the id of the contact with the most rights; null if nobody can log in now
 */
export async function ensureDemoAccess(app: INestApplicationContext, id: string): Promise<string | null> {
  const company = await app.get(OperatorAdmission).admit(id);
  const contacts = app.get(ContactsService);
  const list = async () => (await contacts.list(company, { page: 1, page_size: 100 })).rows;
  const active = (await list()).filter((contact) => contact.active);
  if (!active.some(({ has_access }) => has_access))
    for (const [index, role] of ROLES.entries())
      if (active[index])
        await app.get(ContactAccessService).setRole(company, active[index].id, role, SYSTEM_ACTOR);
  const rankOf = (role: AccessRole): number => ACCESS_ROLE_NAMES.indexOf(role);
  const [first] = (await list())
    .flatMap(({ id: contact, live_role }) => (live_role ? [{ contact, rank: rankOf(live_role) }] : []))
    .toSorted((a, b) => b.rank - a.rank);
  return first?.contact ?? null;
}
