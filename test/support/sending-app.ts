import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Action } from '../../src/actions/store/action.entity.js';
import type { Config } from '../../src/config/config.js';
import { type RunningApp, startApp } from './app.js';
import { createMigratedDatabase } from './database.js';
import { SmtpSink } from './smtp-sink.js';
import { createTenant, type Tenant } from './tenant.js';

/** An application with a worker and a mail server, on a database of its own: a worker takes the jobs of all companies. */
export class SendingApp {
  readonly sink = new SmtpSink();
  app: RunningApp;
  tenant: Tenant;

  /** The delivery of an action as the API shows it. */
  async delivery(id: string) {
    const { body } = await this.tenant.client.detail(id).expect(200);
    return { ...body.delivery, action_status: body.status as string };
  }

  /** Waits until the delivery has one of the statuses; returns the action. */
  async until(id: string, ...statuses: string[]) {
    for (const deadline = Date.now() + 20_000; ;) {
      const { body } = await this.tenant.client.detail(id).expect(200);
      if (statuses.includes(body.delivery?.status)) return body;
      if (Date.now() > deadline) throw new Error(`The delivery is ${JSON.stringify(body.delivery)}.`);
      await sleep(50);
    }
  }

  /** Proposes an e-mail to one recipient, on an invoice of its own. */
  anEmail(overrides: Partial<Action> = {}): Promise<Action> {
    const { make, company } = this.tenant;
    return make.anAction(company, {
      actionType: 'email',
      subject: 'Invoice INV-1042 is overdue',
      content: 'Dear Ms Okafor, please pay.',
      toRecipients: [{ name: 'Ngozi Okafor', address: 'ngozi@acme.example' }],
      ...overrides,
    });
  }

  async approve(id: string, body: object = {}) {
    return (await this.tenant.client.perform('approve', id, body).expect(200)).body;
  }

  async anApprovedEmail(overrides: Partial<Action> = {}, body: object = {}): Promise<string> {
    const { id } = await this.anEmail(overrides);
    await this.approve(id, body);
    return id;
  }

  async settings(change: object): Promise<void> {
    await this.tenant.client.request('patch', '/settings').send(change).expect(200);
  }

  /** Makes what waits for a time due now. */
  async skipWaiting(): Promise<void> {
    await this.app.dataSource.query('UPDATE delivery SET not_before = now() WHERE not_before IS NOT NULL');
    await this.app.dataSource.query(`UPDATE pgboss.job SET start_after = now() WHERE state < 'active'`);
  }
}

/** Runs it during the tests of one file; each test has a company that sends at any time and as often as it likes. */
export function useSendingApp(settings: Partial<Config> = {}): SendingApp {
  const sending = new SendingApp();
  beforeAll(async () => {
    const config = { SMTP_URL: await sending.sink.start(), SMTP_FROM: 'ar@daybook.example', ...settings };
    sending.app = await startApp(await createMigratedDatabase(), config, ['api', 'worker']);
  });
  beforeEach(async () => {
    sending.sink.behaviour = {};
    sending.sink.mails.length = 0;
    sending.tenant = await createTenant(sending.app);
    await sending.settings({ delivery_window: null, minimum_interval_days: 0 });
  });
  afterAll(async () => {
    await sending.app.nest.close();
    await sending.sink.stop();
  });
  return sending;
}
