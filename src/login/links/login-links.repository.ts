import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan } from 'typeorm';
import { BATCH_ROWS, inBatches } from '../../database/in-batches.js';
import { Transactions } from '../../database/transactions.js';
import type { LoginContact } from '../../tenancy/sessions/sessions.repository.js';
import type { SecretParts } from '../../tenancy/token-format.js';
import { LoginLink } from './login-link.entity.js';

/** Of several log-ins with one link, the row lock lets one alone update it. */
const USE = `
  WITH used AS (
    UPDATE login_link SET used_at = $3 WHERE id = $1 AND secret_sha256 = $2 AND used_at IS NULL AND expires_at > $3
    RETURNING company_id, contact_id, access_id)
  SELECT company_id AS "companyId", contact_id AS "contactId", access_id AS "accessId" FROM used`;
const SWEEP = `
  DELETE FROM login_link WHERE id IN (SELECT id FROM login_link WHERE expires_at <= $1 LIMIT ${BATCH_ROWS})`;

@Injectable()
export class LoginLinksRepository {
  constructor(private readonly transactions: Transactions) {}

  async insert(link: Omit<LoginLink, 'contact' | 'usedAt'>): Promise<void> {
    await this.transactions.manager.insert(LoginLink, { ...link, usedAt: null });
  }

  /** The mailed links of a contact that have not expired, used or not. */
  countMailed(contactId: string, now: Date): Promise<number> {
    return this.transactions.manager.countBy(LoginLink, {
      contactId,
      isMailed: true,
      expiresAt: MoreThan(now),
    });
  }

  /** Uses a link; undefined if it is unknown, used or expired. */
  async use({ id, secretSha256 }: SecretParts, now: Date): Promise<LoginContact | undefined> {
    const [used] = await this.transactions.manager.query<LoginContact[]>(USE, [id, secretSha256, now]);
    return used;
  }

  /** Deletes the links of a contact that have not been used. */
  async deleteUnused(contactId: string): Promise<void> {
    await this.transactions.manager.delete(LoginLink, { contactId, usedAt: IsNull() });
  }

  sweep(now: Date): Promise<void> {
    return inBatches(this.transactions.manager, SWEEP, [now]);
  }
}
