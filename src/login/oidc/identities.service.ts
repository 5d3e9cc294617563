import { Injectable } from '@nestjs/common';
import { Transactions } from '../../database/transactions.js';
import type { ContactToLogIn } from '../../tenancy/sessions/login-contacts.repository.js';
import { LoginContacts } from '../../tenancy/sessions/login-contacts.service.js';
import type { Identity, LoginContact } from '../../tenancy/sessions/sessions.repository.js';
import { Clock } from '../../time/clock.js';
import { IdentitiesRepository } from './identities.repository.js';

/** Which contacts the people of an OpenID provider are. */
@Injectable()
export class Identities {
  constructor(
    private readonly identities: IdentitiesRepository,
    private readonly contacts: LoginContacts,
    private readonly transactions: Transactions,
    private readonly clock: Clock,
  ) {}

  /** The contacts of a person that can log in now, by the name of the company. */
  async contactsOf(identity: Identity): Promise<ContactToLogIn[]> {
    return this.contacts.stillAre(await this.identities.contactsOf(identity));
  }

  /** The identities of the person who logs in as a contact; none if it has used links alone. */
  identitiesOf(contact: LoginContact): Promise<Identity[]> {
    return this.identities.identitiesOf(contact);
  }

  /**
   * Pins the contacts with a person's verified e-mail address to the person, and returns all its contacts. A pinned
   * contact stays pinned: a later owner of the same address at the provider is another person.
   * @param email verified by the provider; null for none
   */
  recognize(identity: Identity, email: string | null): Promise<ContactToLogIn[]> {
    return this.transactions.run(async () => {
      const known = await this.contactsOf(identity);
      if (email === null) return known;
      const companies = new Set(known.map(({ companyId }) => companyId));
      const found = (await this.contacts.withEmail(email)).filter(
        ({ companyId }) => !companies.has(companyId),
      );
      if (found.length === 0) return known;
      for (const contact of found) await this.identities.pin(identity, contact, this.clock.now());
      return this.contactsOf(identity);
    });
  }
}
