import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { SANDBOX_SENDER } from './messages.service.js';
import { type Outcome, type Transport, TRANSPORT } from './transport.js';

/** Sends e-mails of the installation itself, such as links to log in: once, without a job, and for no company. */
@Injectable()
export class InstallationMail {
  constructor(
    @Inject(TRANSPORT) private readonly transport: Transport,
    private readonly config: Config,
  ) {}

  send({ to, subject, content }: { to: string; subject: string; content: string }): Promise<Outcome> {
    const sender = this.config.SMTP_FROM ?? SANDBOX_SENDER;
    return this.transport.send({
      messageId: `<${randomUUID()}@${sender.slice(sender.lastIndexOf('@') + 1)}>`,
      threadId: null,
      from: { name: 'Daybook', address: sender },
      replyTo: null,
      to: [{ name: null, address: to }],
      cc: [],
      subject,
      content,
      signature: null,
    });
  }
}
