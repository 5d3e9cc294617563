import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { LIMITS } from '../../limits.js';
import { Clock } from '../../time/clock.js';
import { type Caller, SYSTEM } from '../caller.js';
import { scopesOf } from '../contacts/access-roles.js';
import { mintSecret, parseSecret, sameDigest } from '../token-format.js';
import {
  type Identity,
  type LiveSession,
  type LoginContact,
  SessionsRepository,
} from './sessions.repository.js';

/** A new session, with the secret for its cookie, which is stored nowhere. */
export interface NewSession {
  id: string;
  secret: string;
  endsAt: Date;
}

/** The sessions of people who are logged in. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly clock: Clock,
  ) {}

  /** @param identity with which the person logged in; null after a one-time link */
  async create(contact: LoginContact, identity: Identity | null): Promise<NewSession> {
    const { id, secret, secretSha256 } = mintSecret('session', uuidv7());
    const now = this.clock.now();
    const endsAt = new Date(now.getTime() + LIMITS.sessionMs);
    const { companyId, contactId, accessId } = contact;
    const { issuer, subject } = identity ?? { issuer: null, subject: null };
    const row = { id, secretSha256, companyId, contactId, accessId, issuer, subject };
    await this.sessions.insert({ ...row, createdAt: now, seenAt: now, endsAt });
    return { id, secret, endsAt };
  }

  /**
   * The caller that the secret of a session authenticates; null if it is malformed or unknown, or the session has ended.
   * @param companyId the company in which the caller wants to work, if there is one; need not be a UUID
   */
  async authenticate(secret: string, companyId?: string): Promise<Caller | null> {
    const session = await this.findBySecret(secret);
    if (!session) return null;
    const now = this.clock.now();
    // At most once a minute: a read must not cost a write.
    if (now.getTime() - session.seen_at.getTime() >= LIMITS.sessionTouchMs)
      await this.sessions.touch(session.id, now);
    return callerOf(session, companyId);
  }

  /**
   * The caller as its session is now, for work that lasts longer than a request; null if it has ended. It does not keep the session
   * from its idle end: an open page is not a person.
   */
  async renew({ tokenId, companyId }: Caller): Promise<Caller | null> {
    const session = await this.find(tokenId);
    return session ? callerOf(session, companyId ?? undefined) : null;
  }

  /** The session if it has not ended. */
  find(id: string): Promise<LiveSession | undefined> {
    return this.sessions.findLive(id, this.clock.now());
  }

  async findBySecret(secret: string): Promise<LiveSession | undefined> {
    const parts = parseSecret('session', secret);
    const session = parts && (await this.find(parts.id));
    return session && sameDigest(session.secret_sha256, parts.secretSha256) ? session : undefined;
  }

  /** Continues the session as another contact of the same person. */
  changeContact(id: string, contact: LoginContact): Promise<void> {
    return this.sessions.changeContact(id, contact);
  }

  /** Ends a session from the next request on. */
  end(id: string): Promise<void> {
    return this.sessions.delete(id);
  }

  /** Ends all sessions of a person. */
  endAllOfPerson(contactIds: readonly string[], identities: readonly Identity[]): Promise<void> {
    return this.sessions.deleteOfPerson(contactIds, identities);
  }

  /** Deletes ended sessions. */
  sweep(): Promise<void> {
    return this.sessions.sweep(this.clock.now());
  }
}

function callerOf(session: LiveSession, companyId: string | undefined): Caller {
  const { id, contact_id, contact_name, contact_email, access_role, company_id } = session;
  return {
    tokenId: id,
    // The accounting system chooses the names of contacts, and no client may act as Daybook itself.
    name: contact_name === SYSTEM ? contact_email : contact_name,
    contact: { id: contact_id, name: contact_name, proof: 'session' },
    scopes: scopesOf(access_role),
    companyId: companyId?.toLowerCase() === company_id ? company_id : null,
  };
}
