import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { LIMITS } from '../../limits.js';
import { DomainError } from '../../problems/domain-error.js';
import { LoginContacts } from '../../tenancy/sessions/login-contacts.service.js';
import type { LoginContact } from '../../tenancy/sessions/sessions.repository.js';
import { mintSecret, parseSecret } from '../../tenancy/token-format.js';
import { Clock } from '../../time/clock.js';
import { LoginLinksRepository } from './login-links.repository.js';

/** A one-time link; its secret is stored nowhere. */
export interface NewLink {
  url: string;
  expiresAt: Date;
}

/** One-time links that log contacts in. The secret is in the fragment of the URL, which browsers send to no server. */
@Injectable()
export class LoginLinks {
  constructor(
    private readonly links: LoginLinksRepository,
    private readonly contacts: LoginContacts,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a link for the operator.
   * @param publicUrl where the installation is reached
   * @throws DomainError not_found
   */
  async create(contactId: string, publicUrl: string, hours: number): Promise<NewLink> {
    const contact = await this.contacts.find(contactId);
    if (!contact)
      throw new DomainError(
        'not_found',
        `No contact ${contactId} can log in: it must exist, be active, and have an access role.`,
      );
    const { secret, expiresAt } = await this.insert(contact, { isMailed: false, ms: hours * 3_600_000 });
    return { url: `${publicUrl}/login#${secret}`, expiresAt };
  }

  /**
   * Makes a link to mail. Its page waits for a click, because mail scanners open links.
   * @returns null if the contact has too many already
   */
  async createForMail(contact: LoginContact, publicUrl: string): Promise<NewLink | null> {
    const mailed = await this.links.countMailed(contact.contactId, this.clock.now());
    if (mailed >= LIMITS.mailedLinks) return null;
    const { secret, expiresAt } = await this.insert(contact, { isMailed: true, ms: LIMITS.mailedLinkMs });
    return { url: `${publicUrl}/login?confirm#${secret}`, expiresAt };
  }

  /**
   * Uses a link. It is used even if the caller fails afterwards, unless in one transaction with it.
   * @throws DomainError authentication_failed, the same for a link that is unknown, used or expired
   */
  async use(secret: string): Promise<LoginContact> {
    const parts = parseSecret('link', secret);
    const contact = parts && (await this.links.use(parts, this.clock.now()));
    if (contact) return contact;
    throw new DomainError(
      'authentication_failed',
      'The link was used already, has expired or is not complete.',
    );
  }

  /** Ends the links of a contact. */
  endAllOf(contactId: string): Promise<void> {
    return this.links.deleteUnused(contactId);
  }

  /** Deletes expired links. */
  sweep(): Promise<void> {
    return this.links.sweep(this.clock.now());
  }

  private async insert(
    { companyId, contactId, accessId }: LoginContact,
    { isMailed, ms }: { isMailed: boolean; ms: number },
  ): Promise<{ secret: string; expiresAt: Date }> {
    const { id, secret, secretSha256 } = mintSecret('link', uuidv7());
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + ms);
    await this.links.insert({
      id,
      secretSha256,
      companyId,
      contactId,
      accessId,
      isMailed,
      createdAt,
      expiresAt,
    });
    return { secret, expiresAt };
  }
}
