import { Injectable } from '@nestjs/common';
import { type ContactToLogIn, LoginContactsRepository } from './login-contacts.repository.js';
import type { LoginContact } from './sessions.repository.js';

/** The contacts that can log in now: active, with a role, and with the e-mail address to which access was granted. */
@Injectable()
export class LoginContacts {
  constructor(private readonly contacts: LoginContactsRepository) {}

  /** By the name of the company; each company has at most one. */
  withEmail(email: string): Promise<ContactToLogIn[]> {
    return this.contacts.withEmail(email);
  }

  /** Those whose access has not been granted anew since, by the name of the company. */
  async stillAre(bound: readonly LoginContact[]): Promise<ContactToLogIn[]> {
    const accessIds = new Set(bound.map(({ accessId }) => accessId));
    const contacts = await this.contacts.withIds(bound.map(({ contactId }) => contactId));
    return contacts.filter(({ accessId }) => accessIds.has(accessId));
  }

  async find(contactId: string): Promise<ContactToLogIn | undefined> {
    return (await this.contacts.withIds([contactId]))[0];
  }
}
