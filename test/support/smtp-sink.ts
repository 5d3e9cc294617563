import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface ReceivedMail {
  from: string;
  to: string[];
  /** The header and the body, as they came. */
  raw: string;
  messageId: string;
  /** When the server had read all of it. */
  receivedAt: Date;
}

/** How the server treats the next e-mails; it accepts them by default. */
export interface SmtpBehaviour {
  /** The reply to a recipient: an SMTP error with its code, or nothing to accept. */
  onRecipient?: (address: string) => Error | undefined;
  /** The reply to the whole e-mail. */
  onData?: () => Error | undefined;
  /** Closes the connection of the e-mail when it has read the whole e-mail: before it keeps it, or after. */
  drop?: 'before-accepting' | 'after-accepting';
  /** Milliseconds before the reply to the whole e-mail. */
  delayMs?: number;
}

export const smtpError = (responseCode: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode });

/** A real mail server that keeps what it accepts. */
export class SmtpSink {
  readonly mails: ReceivedMail[] = [];
  /** A function is called for each command and each e-mail. */
  behaviour: SmtpBehaviour | (() => SmtpBehaviour) = {};
  private readonly sockets = new Set<Socket>();
  private readonly server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: ({ address }, _, done) => done(this.next().onRecipient?.(address)),
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { onData, drop, delayMs = 0 } = this.next();
        const raw = Buffer.concat(chunks).toString('utf8');
        const { mailFrom, rcptTo } = session.envelope;
        const error = onData?.();
        if (!error && drop !== 'before-accepting') {
          this.mails.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            raw,
            messageId: /^Message-ID: (\S+)/im.exec(raw)?.[1] ?? '',
            receivedAt: new Date(),
          });
        }
        if (drop) this.socketOf(session.remotePort)?.destroy();
        else setTimeout(() => done(error ?? null), delayMs).unref();
      });
    },
  });

  /** Listens on a free port of the loopback interface; returns the URL. */
  async start(): Promise<string> {
    this.server.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    this.server.on('error', () => {});
    const listener = this.server.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    return `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`;
  }

  /** Closes all connections. */
  cut(): void {
    this.sockets.forEach((socket) => socket.destroy());
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.cut();
    await closed;
  }

  private next(): SmtpBehaviour {
    return typeof this.behaviour === 'function' ? this.behaviour() : this.behaviour;
  }

  private socketOf(port: number): Socket | undefined {
    return [...this.sockets].find(({ remotePort }) => remotePort === port);
  }
}
