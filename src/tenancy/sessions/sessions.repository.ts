import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BATCH_ROWS, inBatches } from '../../database/in-batches.js';
import { runUnclaimed } from '../../database/pool/claim.js';
import { prepared } from '../../database/sql/prepared.js';
import { Transactions } from '../../database/transactions.js';
import { LIMITS } from '../../limits.js';
import { AccessCache } from '../access-cache.js';
import type { AccessRole } from '../contacts/access-roles.js';
import { liveRole } from '../contacts/contact-sql.js';
import { LoginSession } from './login-session.entity.js';

/** A session whose contact can log in now. */
export interface LiveSession {
  id: string;
  secret_sha256: string;
  company_id: string;
  company_name: string;
  contact_id: string;
  access_id: string;
  contact_name: string;
  contact_email: string;
  access_role: AccessRole;
  issuer: string | null;
  subject: string | null;
  seen_at: Date;
  ends_at: Date;
}

/** The contact as which a person is logged in. */
export interface LoginContact {
  companyId: string;
  contactId: string;
  accessId: string;
}

/** A person as an OpenID provider knows it. */
export interface Identity {
  issuer: string;
  subject: string;
}

/** Each request reads the access of the contact, so that a session ends with it. */
const FIND_LIVE = `
  SELECT s.id, s.secret_sha256, s.company_id, y.name AS company_name, s.contact_id, s.access_id, c.name AS contact_name,
         c.email AS contact_email, ${liveRole('c')} AS access_role, s.issuer, s.subject, s.seen_at, s.ends_at
  FROM login_session s
  JOIN company_contact c ON c.company_id = s.company_id AND c.id = s.contact_id AND c.access_id = s.access_id
  JOIN company y ON y.id = s.company_id
  WHERE s.id = $1 AND s.ends_at > $2 AND s.seen_at > $3 AND ${liveRole('c')} IS NOT NULL`;
const TOUCH = 'UPDATE login_session SET seen_at = $2 WHERE id = $1 AND seen_at <= $3';
/** The sessions of a contact beyond the latest. */
const DELETE_OLDEST = `
  DELETE FROM login_session WHERE id IN (
    SELECT id FROM login_session WHERE contact_id = $1 ORDER BY created_at DESC, id DESC OFFSET ${LIMITS.sessions})`;
/** The sessions as the contacts $1, and those with the identities $2 and $3 as whichever contact. */
const DELETE_OF_PERSON = `
  DELETE FROM login_session WHERE id IN (
    SELECT id FROM login_session WHERE contact_id = ANY ($1)
    UNION SELECT s.id FROM unnest($2::text[], $3::text[]) AS i (issuer, subject) JOIN login_session s USING (issuer, subject))`;
const SWEEP = `
  DELETE FROM login_session WHERE id IN (
    SELECT id FROM login_session WHERE ends_at <= $1 OR seen_at <= $2 LIMIT ${BATCH_ROWS})`;

@Injectable()
export class SessionsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
    private readonly cache: AccessCache,
  ) {}

  /** Also deletes the oldest sessions of the contact if it has too many. */
  async insert(session: Omit<LoginSession, 'contact'>): Promise<void> {
    await this.transactions.run(async (manager) => {
      await manager.insert(LoginSession, session);
      await manager.query(DELETE_OLDEST, [session.contactId]);
      this.cache.clearAfterCommit();
    });
  }

  /** Prepared and ahead of the work of clients, like the look-up of a token. */
  async findLive(id: string, now: Date): Promise<LiveSession | undefined> {
    const values = [id, now, idleSince(now)];
    const load = () => runUnclaimed(() => prepared<LiveSession>(this.dataSource, FIND_LIVE, values));
    const session = await this.cache.read(
      keyOf(id),
      async () => (await load())[0],
      () => Infinity,
    );
    const isLive = session && session.ends_at > now && session.seen_at > idleSince(now);
    return isLive ? session : undefined;
  }

  /** Does nothing if another request has touched the session within the last minute. */
  async touch(id: string, now: Date): Promise<void> {
    const values = [id, now, new Date(now.getTime() - LIMITS.sessionTouchMs)];
    await runUnclaimed(() => prepared(this.dataSource, TOUCH, values));
    this.cache.forget(keyOf(id));
  }

  async changeContact(id: string, { companyId, contactId, accessId }: LoginContact): Promise<void> {
    await this.transactions.manager.update(LoginSession, { id }, { companyId, contactId, accessId });
    this.cache.clearAfterCommit();
  }

  async delete(id: string): Promise<void> {
    await this.transactions.manager.delete(LoginSession, { id });
    this.cache.clearAfterCommit();
  }

  async deleteOfPerson(contactIds: readonly string[], identities: readonly Identity[]): Promise<void> {
    const [issuers, subjects] = [
      identities.map(({ issuer }) => issuer),
      identities.map(({ subject }) => subject),
    ];
    await this.transactions.manager.query(DELETE_OF_PERSON, [contactIds, issuers, subjects]);
    this.cache.clearAfterCommit();
  }

  /** Deletes ended sessions. */
  sweep(now: Date): Promise<void> {
    return inBatches(this.dataSource, SWEEP, [now, idleSince(now)]);
  }
}

const keyOf = (id: string): string => `session ${id}`;
const idleSince = (now: Date): Date => new Date(now.getTime() - LIMITS.sessionIdleMs);
