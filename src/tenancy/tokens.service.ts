import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { v7 as uuidv7 } from 'uuid';
import { DomainError } from '../problems/domain-error.js';
import type { CompanyId } from './company-id.js';
import { checkBoundScopes } from './contacts/bound-token.js';
import { ContactsService } from './contacts/contacts.service.js';
import type { Scope } from './scopes.js';
import { mintToken, parseToken, sameDigest } from './token-format.js';
import { type TokenSummary, TokensRepository } from './tokens.repository.js';
import type { Caller } from './caller.js';

const NO_BINDING = { contactId: null, contactAccessId: null };

export interface NewToken {
  name: string;
  companyIds: string[];
  scopes: Scope[];
  expiresAt: Date | null;
  /** The contact for whom the client acts, and its company, the only one of the token; absent if the token is bound to none. */
  contact?: { company: CompanyId; id: string };
}

@Injectable()
export class TokensService {
  constructor(
    private readonly tokens: TokensRepository,
    private readonly contacts: ContactsService,
  ) {}

  /**
   * Creates a token. Its text is returned here and stored nowhere.
   * @throws DomainError not_found (contact), permission_denied (more companies or scopes than the contact has)
   */
  async create({ contact, ...newToken }: NewToken): Promise<TokenSummary & { token: string }> {
    const binding = contact ? await this.bindingOf(contact, newToken) : NO_BINDING;
    const { id, token, secretSha256 } = mintToken(uuidv7());
    await this.tokens.insert({ ...newToken, ...binding, id, secretSha256 });
    return { ...(await this.get(id)), token };
  }

  list(): Promise<TokenSummary[]> {
    return this.tokens.list();
  }

  /** Revokes the token from the next request on; revoking it again changes nothing. */
  async revoke(id: string): Promise<TokenSummary> {
    await this.tokens.revoke(id);
    return this.get(id);
  }

  /**
   * The caller that a token authenticates; null if it is malformed, unknown, expired or revoked.
   * @param companyId the company in which the caller wants to work, if there is one; need not be a UUID
   */
  async authenticate(token: string, companyId?: string): Promise<Caller | null> {
    const parts = parseToken(token);
    const company = isUUID(companyId, 'loose') ? companyId! : null;
    const found = parts && (await this.tokens.findLive(parts.id, company));
    return found && sameDigest(found.secretSha256, parts.secretSha256) ? found.caller : null;
  }

  /** The caller as its token is now, for work that lasts longer than a request; null if the token has expired or was revoked. */
  async renew({ tokenId, companyId }: Caller): Promise<Caller | null> {
    return (await this.tokens.findLive(tokenId, companyId))?.caller ?? null;
  }

  private async bindingOf(
    { company, id }: Required<NewToken>['contact'],
    { companyIds, scopes }: NewToken,
  ): Promise<{ contactId: string; contactAccessId: string | null }> {
    if (companyIds.length !== 1 || companyIds[0] !== company)
      throw new DomainError('permission_denied', 'A token for a contact has access to its company alone.');
    const { name, live_role, access_id } = await this.contacts.get(company, id);
    checkBoundScopes(scopes, name, live_role);
    return { contactId: id, contactAccessId: access_id };
  }

  private async get(id: string): Promise<TokenSummary> {
    const found = (await this.tokens.list()).find((token) => token.id === id);
    if (!found) throw new DomainError('not_found', `There is no token ${id}.`);
    return found;
  }
}
