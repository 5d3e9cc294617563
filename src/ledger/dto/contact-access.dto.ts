import { EnumInput } from '../../input/fields.js';
import {
  ACCESS_ROLE_NAMES,
  type AccessRole,
  describeAccessRoles,
} from '../../tenancy/contacts/access-roles.js';

export class ContactAccessInput {
  @EnumInput({
    of: ACCESS_ROLE_NAMES,
    required: true,
    keepsNull: true,
    description: `The role with which the contact logs in: ${describeAccessRoles()}; null: it cannot log in.`,
    example: 'decider',
  })
  access_role: AccessRole | null;
}
