import { Command, Option } from 'commander';
import { ContactAccessService } from '../ledger/contacts/contact-access.service.js';
import { OperatorAdmission } from '../tenancy/admission.js';
import { SYSTEM_ACTOR } from '../tenancy/caller.js';
import { ACCESS_ROLE_NAMES, describeAccessRoles } from '../tenancy/contacts/access-roles.js';
import type { ContactRow } from '../tenancy/contacts/contacts.repository.js';
import { ContactsService } from '../tenancy/contacts/contacts.service.js';
import { printResult } from './answer.js';
import { emailArgument, idArgument, nameArgument } from './arguments.js';
import { everyRow } from './every-row.js';

const FIELDS = '{id, name, email, active, access_role, created_at}';
const NONE = 'none';

export const contactCommand = new Command('contact').description(
  'Manages contacts: the people of a company who decide on actions.',
);

const accessRole = (text: string): Option => new Option('--access-role <role>', text);
const roles = `with its scopes: ${describeAccessRoles()}`;

contactCommand
  .command('create')
  .description(`Creates a contact and prints ${FIELDS}.`)
  .requiredOption('--company <id>', 'the id of the company')
  .requiredOption('--name <name>', 'the name of the contact', nameArgument)
  .requiredOption('--email <address>', 'the e-mail address of the contact', emailArgument)
  .addOption(
    accessRole(`the role with which the contact logs in, ${roles}; by default it cannot`).choices(
      ACCESS_ROLE_NAMES,
    ),
  )
  .action(({ company, name, email, accessRole: role = null }) =>
    printResult(async (app) => {
      const id = await app.get(OperatorAdmission).admit(company);
      return printed(await app.get(ContactAccessService).create(id, { name, email, role }, SYSTEM_ACTOR));
    }),
  );

contactCommand
  .command('update')
  .description(`Changes with which role a contact logs in, and prints ${FIELDS}.`)
  .argument('<id>', 'the id of the contact', idArgument)
  .requiredOption('--company <id>', 'the id of the company')
  .addOption(
    accessRole(
      `the role ${roles}; ${NONE} ends the access, its sessions and its tokens. After a change of the e-mail address, the same role ` +
        'grants access to the new one.',
    )
      .choices([...ACCESS_ROLE_NAMES, NONE])
      .makeOptionMandatory(),
  )
  .action((contact, { company, accessRole: role }) =>
    printResult(async (app) => {
      const id = await app.get(OperatorAdmission).admit(company);
      const access = role === NONE ? null : role;
      return printed(await app.get(ContactAccessService).setRole(id, contact, access, SYSTEM_ACTOR));
    }),
  );

contactCommand
  .command('list')
  .description(`Lists the contacts of a company: [${FIELDS}].`)
  .requiredOption('--company <id>', 'the id of the company')
  .action(({ company }) =>
    printResult(async (app) => {
      const id = await app.get(OperatorAdmission).admit(company);
      return (await everyRow((page) => app.get(ContactsService).list(id, page))).map(printed);
    }),
  );

const printed = ({ id, name, email, active, access_role, created_at }: ContactRow) => ({
  id,
  name,
  email,
  active,
  access_role,
  created_at,
});
