import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Mail {
  id: string;
  subject: string;
  content: string;
}
export interface Report {
  id: string;
  status: number;
  reason_gone: string | null;
}

/** What external workers send to, over HTTP. It keeps the e-mails, and what the API replied to the reports about them. */
export class Mailbox {
  readonly mails: Mail[] = [];
  readonly reports: Report[] = [];
  /** Called before an e-mail is accepted. */
  onMail: (mail: Mail) => Promise<unknown> = async () => {};
  private readonly server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => void this.keep(request.url!, text).then(() => response.end('{}')));
  });

  async start(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async keep(path: string, text: string): Promise<void> {
    if (path === '/reports') return void this.reports.push(JSON.parse(text));
    const mail = JSON.parse(text) as Mail;
    await this.onMail(mail);
    this.mails.push(mail);
  }
}
