import { Injectable } from '@nestjs/common';
import { DataSource, In, IsNull } from 'typeorm';
import { runUnclaimed } from '../database/pool/claim.js';
import { prepared } from '../database/sql/prepared.js';
import { Transactions } from '../database/transactions.js';
import { AccessCache } from './access-cache.js';
import { ApiToken } from './api-token.entity.js';
import { Company } from './company.entity.js';
import type { Scope } from './scopes.js';
import type { Caller } from './caller.js';
import type { AccessRole } from './contacts/access-roles.js';
import { boundAccess } from './contacts/bound-token.js';
import { liveRole } from './contacts/contact-sql.js';

export interface TokenSummary {
  id: string;
  name: string;
  scopes: Scope[];
  company_ids: string[];
  /** The contact to which it is bound. */
  contact_id: string | null;
  expires_at: Date | null;
  revoked_at: Date | null;
  created_at: Date;
}

const FIND_LIVE = `
  SELECT t.secret_sha256, t.name, t.scopes, extract(epoch FROM t.expires_at - now())::float8 * 1000 AS lifetime_ms, t.contact_id, k.name AS contact_name, ${liveRole('k')} AS contact_role,
         (SELECT company_id FROM api_token_company WHERE api_token_id = t.id AND company_id = $2) AS company_id
  FROM api_token t LEFT JOIN company_contact k ON k.id = t.contact_id AND k.access_id = t.contact_access_id
  WHERE t.id = $1 AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())`;

interface LiveRow {
  secret_sha256: string;
  name: string;
  scopes: Scope[];
  /** Null if it does not expire. */
  lifetime_ms: number | null;
  contact_id: string | null;
  contact_name: string | null;
  contact_role: AccessRole | null;
  company_id: string | null;
}

@Injectable()
export class TokensRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly cache: AccessCache,
  ) {}

  async insert(token: {
    id: string;
    name: string;
    secretSha256: string;
    scopes: Scope[];
    expiresAt: Date | null;
    companyIds: string[];
    contactId: string | null;
    contactAccessId: string | null;
  }): Promise<void> {
    await this.transactions.run(async (manager) => {
      const companies = await manager.findBy(Company, { id: In(token.companyIds) });
      await manager.save(ApiToken, { ...token, companies });
    });
  }

  async list(): Promise<TokenSummary[]> {
    const tokens = await this.dataSource.manager.find(ApiToken, {
      relations: { companies: true },
      order: { id: 'ASC' },
    });
    return tokens.map((token) => ({
      id: token.id,
      name: token.name,
      scopes: token.scopes,
      company_ids: token.companies.map(({ id }) => id),
      contact_id: token.contactId,
      expires_at: token.expiresAt,
      revoked_at: token.revokedAt,
      created_at: token.createdAt,
    }));
  }

  async revoke(id: string): Promise<void> {
    await this.dataSource.manager.update(ApiToken, { id, revokedAt: IsNull() }, { revokedAt: new Date() });
    this.cache.clearAfterCommit();
  }

  /**
   * Null for a token whose contact has lost its access. Prepared, because every request may run it, and ahead of the work of clients,
   * whose company is unknown before it. Reads at most one company, because a token may have access to thousands.
   */
  async findLive(
    id: string,
    companyId: string | null,
  ): Promise<{ secretSha256: string; caller: Caller } | null> {
    const row = await this.cache.read(
      `token ${id} ${companyId}`,
      () => this.readLive(id, companyId),
      // A company to which the token may get access at any moment is not remembered as one without.
      (found) => (found.company_id === companyId ? (found.lifetime_ms ?? Infinity) : 0),
    );
    const access = row && accessOf(row);
    if (!access) return null;
    const caller = { tokenId: id, name: row.name, ...access, companyId: row.company_id };
    return { secretSha256: row.secret_sha256, caller };
  }

  private async readLive(id: string, companyId: string | null): Promise<LiveRow | undefined> {
    const values = [id, companyId];
    return (await runUnclaimed(() => prepared<LiveRow>(this.dataSource, FIND_LIVE, values)))[0];
  }
}

function accessOf(row: LiveRow): Pick<Caller, 'scopes' | 'contact'> | null {
  const { scopes, contact_id: id, contact_name: name, contact_role: role } = row;
  return id === null ? { scopes, contact: null } : boundAccess(scopes, { id, name, role });
}
