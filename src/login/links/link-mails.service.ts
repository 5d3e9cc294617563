import { Inject, Injectable } from '@nestjs/common';
import { MemoryStore, type Options } from 'express-rate-limit';
import { Config, deliveryModeOf } from '../../config/config.js';
import { runUnclaimed } from '../../database/pool/claim.js';
import { InstallationMail } from '../../delivery/mail/installation-mail.service.js';
import { groupBy } from '../../group-by.js';
import { addressKey } from '../../input/email-input.js';
import { LIMITS } from '../../limits.js';
import { LOG, type Log } from '../../observability/log.js';
import { DomainError } from '../../problems/domain-error.js';
import { LoginContacts } from '../../tenancy/sessions/login-contacts.service.js';
import { runWithoutDeadline } from '../../time/deadline.js';
import { LoginLinks } from './login-links.service.js';

/** A request for a link by e-mail. */
export interface LinkRequest {
  email: string;
  /** The IP address, or network, that it comes from. */
  from: string;
  publicUrl: string;
}

const inWindow = (windowMs: number): MemoryStore => {
  const store = new MemoryStore();
  store.init({ windowMs } as Options);
  return store;
};

/**
 * Mails one-time links to people who ask for one. Nobody learns whether an address is known: a request ends before it is looked up,
 * and the limits count known and unknown addresses alike. They are in the memory of this process.
 */
@Injectable()
export class LinkMails {
  private readonly perIp = inWindow(LIMITS.rateWindowMs);
  private readonly perEmail = inWindow(LIMITS.mailedLinkMs);
  private readonly waiting: LinkRequest[] = [];
  private sending = 0;

  constructor(
    private readonly contacts: LoginContacts,
    private readonly links: LoginLinks,
    private readonly mail: InstallationMail,
    private readonly config: Config,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Whether this installation sends e-mails, has the page to which links lead, and knows its address. */
  get isOffered(): boolean {
    const { INBOX, PUBLIC_URL, HOST } = this.config;
    return (
      INBOX === 'on' &&
      deliveryModeOf(this.config) !== 'external' &&
      (PUBLIC_URL !== undefined || HOST === '127.0.0.1')
    );
  }

  /**
   * Accepts a request, and mails a link after that if the address is known.
   * @throws DomainError not_found if links are not mailed; throttled
   */
  async request(request: LinkRequest): Promise<void> {
    if (!this.isOffered) throw new DomainError('not_found', 'This installation does not mail links.');
    await this.assertAllowed(request);
    if (this.waiting.length >= LIMITS.linkMails.waiting) throw new DomainError('throttled');
    this.waiting.push(request);
    // The work goes on after the response, for nobody's share of the connections.
    runWithoutDeadline(() => runUnclaimed(() => void this.work()));
  }

  private async assertAllowed({ email, from }: LinkRequest): Promise<void> {
    const { perIp, perEmail } = LIMITS.linkRequests;
    const fromIp = await this.perIp.increment(from);
    const isLimited = this.config.AUTH_FAILURES_PER_MINUTE > 0;
    if (isLimited && fromIp.totalHits > perIp)
      throw new DomainError(
        'throttled',
        'Too many links were requested from your address; retry in a minute.',
      );
    const forEmail = await this.perEmail.increment(addressKey(email));
    if (forEmail.totalHits > perEmail)
      throw new DomainError(
        'throttled',
        'Too many links were requested for this e-mail address; retry in a quarter of an hour.',
      );
  }

  private async work(): Promise<void> {
    if (this.sending >= LIMITS.linkMails.sending) return;
    this.sending += 1;
    for (let request = this.waiting.shift(); request; request = this.waiting.shift())
      await this.send(request).catch((err: unknown) =>
        this.log.error({ err }, 'mailing a one-time link failed'),
      );
    this.sending -= 1;
  }

  /** To the address of the contact, and never to that of the request: what compares as equal may be another mailbox. */
  private async send({ email, publicUrl }: LinkRequest): Promise<void> {
    const contacts = await this.contacts.withEmail(email);
    for (const [to, ofAddress] of groupBy(contacts, (contact) => contact.email)) {
      const places: string[] = [];
      for (const contact of ofAddress) {
        const link = await this.links.createForMail(contact, publicUrl);
        if (link) places.push(`${contact.companyName}:\n${link.url}`);
      }
      if (places.length === 0) continue;
      const outcome = await this.mail.send({ to, subject: 'Log in to Daybook', content: textOf(places) });
      const { kind, error } = outcome;
      this.log[kind === 'sent' ? 'info' : 'warn']({ outcome: kind, reason: error }, 'mailed a one-time link');
    }
  }
}

const textOf = (
  places: readonly string[],
): string => `Open this link to log in to Daybook. It works once, within ${LIMITS.mailedLinkMs / 60_000} minutes.

${places.join('\n\n')}

If you have not asked for it, ignore this e-mail: nobody can log in without the link.`;
