import { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { mailOptions, type OutgoingMessage } from './outgoing-message.js';
import { outcomeOf, sentOutcome } from './smtp-outcome.js';
import type { Outcome, Transport } from './transport.js';

/** Hands e-mails over to a mail server, each on a connection of its own. */
export class SmtpTransport implements Transport {
  readonly isRepeatable = false;

  /**
   * @param url smtp:// or smtps://, with user and password
   * @param attemptMs after which an attempt is given up
   */
  constructor(
    private readonly url: string,
    private readonly attemptMs: number,
  ) {}

  async send(message: OutgoingMessage): Promise<Outcome> {
    const transport = createTransport({
      url: this.url,
      connectionTimeout: this.attemptMs,
      greetingTimeout: this.attemptMs,
      socketTimeout: this.attemptMs,
    });
    // The server can accept the e-mail only after it has got all of it. Until then, a broken connection has one meaning.
    let isTransmitted = false;
    async function* observed(source: AsyncIterable<Buffer>) {
      yield* source;
      isTransmitted = true;
    }
    transport.use('stream', (mail, done) => {
      mail.message.processFunc((source) =>
        Readable.from(observed(source as AsyncIterable<Buffer>), { objectMode: false }),
      );
      done();
    });
    try {
      const signal = AbortSignal.timeout(this.attemptMs);
      return sentOutcome(await transport.sendMail({ ...mailOptions(message), signal }));
    } catch (error) {
      return outcomeOf(error as Error, isTransmitted);
    } finally {
      transport.close();
    }
  }
}
