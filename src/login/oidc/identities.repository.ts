import { Injectable } from '@nestjs/common';
import { Transactions } from '../../database/transactions.js';
import type { Identity, LoginContact } from '../../tenancy/sessions/sessions.repository.js';
import { LoginIdentity } from './login-identity.entity.js';

/** Of several first log-ins for one contact, the first to commit pins it. */
const PIN = `
  INSERT INTO login_identity (issuer, subject, company_id, contact_id, access_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (issuer, access_id) DO NOTHING`;

@Injectable()
export class IdentitiesRepository {
  constructor(private readonly transactions: Transactions) {}

  /** The contacts that an identity is pinned to, whether they can still log in or not. */
  contactsOf({ issuer, subject }: Identity): Promise<LoginContact[]> {
    const select = { companyId: true, contactId: true, accessId: true } as const;
    return this.transactions.manager.find(LoginIdentity, { select, where: { issuer, subject } });
  }

  /** The identities that an access is pinned to, one for each provider. */
  identitiesOf({ contactId, accessId }: LoginContact): Promise<Identity[]> {
    const select = { issuer: true, subject: true } as const;
    return this.transactions.manager.find(LoginIdentity, { select, where: { contactId, accessId } });
  }

  /** Pins a contact to an identity, unless it is pinned to another person of the same provider. */
  async pin({ issuer, subject }: Identity, contact: LoginContact, at: Date): Promise<void> {
    const { companyId, contactId, accessId } = contact;
    await this.transactions.manager.query(PIN, [issuer, subject, companyId, contactId, accessId, at]);
  }
}
