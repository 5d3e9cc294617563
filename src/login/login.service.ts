import { Inject, Injectable } from '@nestjs/common';
import { Transactions } from '../database/transactions.js';
import { LIMITS } from '../limits.js';
import { LOG, type Log } from '../observability/log.js';
import { Metrics } from '../observability/metrics.js';
import { DomainError } from '../problems/domain-error.js';
import type { ContactToLogIn } from '../tenancy/sessions/login-contacts.repository.js';
import { LoginContacts } from '../tenancy/sessions/login-contacts.service.js';
import type { LiveSession, LoginContact } from '../tenancy/sessions/sessions.repository.js';
import { type NewSession, SessionsService } from '../tenancy/sessions/sessions.service.js';
import { LoginLinks } from './links/login-links.service.js';
import { Identities } from './oidc/identities.service.js';
import { LoginError } from './oidc/oidc-errors.js';
import type { Person } from './oidc/oidc-provider.js';

/** A session as its person sees it. */
export interface SessionView {
  session: LiveSession;
  companies: Pick<ContactToLogIn, 'companyId' | 'companyName'>[];
  idleEndsAt: Date;
}

/** Logs people in and out. A log-in always begins a new session, and ends the one that the browser had. */
@Injectable()
export class LoginService {
  constructor(
    private readonly sessions: SessionsService,
    private readonly contacts: LoginContacts,
    private readonly links: LoginLinks,
    private readonly identities: Identities,
    private readonly transactions: Transactions,
    private readonly metrics: Metrics,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /**
   * @param previous the secret of the session that the browser had
   * @throws DomainError authentication_failed, after which a valid link of a contact that cannot log in now is not used
   */
  async byLink(link: string, previous: string | undefined): Promise<NewSession> {
    try {
      return await this.transactions.run(async () => {
        const contact = await this.links.use(link);
        const [live] = await this.contacts.stillAre([contact]);
        if (!live)
          throw new DomainError('authentication_failed', 'The contact of the link cannot log in any more.');
        return this.begin(live, null, previous);
      });
    } catch (error) {
      if (error instanceof DomainError) this.metrics.logins.inc({ by: 'link', result: error.code });
      throw error;
    }
  }

  /** @throws LoginError unknown_contact */
  async byIdentity({ identity, email }: Person, previous: string | undefined): Promise<NewSession> {
    const [contact] = await this.identities.recognize(identity, email);
    if (!contact) throw new LoginError('unknown_contact');
    return this.transactions.run(() => this.begin(contact, identity, previous));
  }

  /** @throws DomainError authentication_failed if the session has ended meanwhile */
  async view(sessionId: string): Promise<SessionView> {
    const session = await this.live(sessionId);
    const companies = (await this.contactsOf(session)).map(({ companyId, companyName }) => ({
      companyId,
      companyName,
    }));
    const idleEnd = session.seen_at.getTime() + LIMITS.sessionIdleMs;
    return { session, companies, idleEndsAt: new Date(Math.min(idleEnd, session.ends_at.getTime())) };
  }

  /**
   * Goes on as the contact of the same person in another company.
   * @throws DomainError not_found
   */
  async changeCompany(sessionId: string, companyId: string): Promise<SessionView> {
    const contacts = await this.contactsOf(await this.live(sessionId));
    const contact = contacts.find((one) => one.companyId === companyId);
    if (!contact) throw new DomainError('not_found', 'You have no access to such a company.');
    await this.sessions.changeContact(sessionId, contact);
    return this.view(sessionId);
  }

  async logOut(sessionId: string): Promise<void> {
    await this.sessions.end(sessionId);
    this.log.info({ token_id: sessionId }, 'logged out');
  }

  /**
   * Ends all sessions of the person, and the links that were not used: those as any contact that is pinned to the same identity too,
   * whether this session began with the identity or with a link.
   */
  async logOutEverywhere(sessionId: string): Promise<void> {
    await this.transactions.run(async () => {
      const own = contactOf(await this.live(sessionId));
      const identities = await this.identities.identitiesOf(own);
      const contactIds = new Set([own.contactId]);
      for (const identity of identities)
        for (const { contactId } of await this.identities.contactsOf(identity)) contactIds.add(contactId);
      for (const contactId of contactIds) await this.links.endAllOf(contactId);
      await this.sessions.endAllOfPerson([...contactIds], identities);
    });
    this.log.info({ token_id: sessionId }, 'logged out everywhere');
  }

  private async begin(
    contact: LoginContact,
    identity: Person['identity'] | null,
    previous: string | undefined,
  ): Promise<NewSession> {
    const ended = previous === undefined ? undefined : await this.sessions.findBySecret(previous);
    if (ended) await this.sessions.end(ended.id);
    const session = await this.sessions.create(contact, identity);
    const by = identity ? 'oidc' : 'link';
    const { companyId, contactId } = contact;
    this.transactions.afterCommit('log-in', () => {
      this.metrics.logins.inc({ by, result: 'ok' });
      this.log.info({ company_id: companyId, contact_id: contactId, token_id: session.id, by }, 'logged in');
    });
    return session;
  }

  private async live(sessionId: string): Promise<LiveSession> {
    const session = await this.sessions.find(sessionId);
    if (!session) throw new DomainError('authentication_failed', 'The session has ended. Log in again.');
    return session;
  }

  /** The contacts of the person of a session: several only by OpenID Connect, because a link logs one contact in. */
  private contactsOf(session: LiveSession): Promise<ContactToLogIn[]> {
    const { issuer, subject } = session;
    if (issuer !== null && subject !== null) return this.identities.contactsOf({ issuer, subject });
    return this.contacts.stillAre([contactOf(session)]);
  }
}

const contactOf = ({ company_id, contact_id, access_id }: LiveSession): LoginContact => ({
  companyId: company_id,
  contactId: contact_id,
  accessId: access_id,
});
