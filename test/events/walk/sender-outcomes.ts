import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SendingApp } from '../../support/sending-app.js';
import { smtpError } from '../../support/smtp-sink.js';

/** What can become of an approved e-mail. */
interface SenderOutcome {
  name: string;
  /** The types of its events. */
  events: string[];
  /** What the mail server does. */
  server?: SendingApp['sink']['behaviour'];
  /** What happens to the e-mail while it waits for its delivery window. */
  meanwhile?: (sending: SendingApp, id: string) => PromiseLike<unknown>;
  /** The status of the delivery at the end; `put_off` if it only waits for a later time. */
  status: string;
}

const change = (sql: string) => (sending: SendingApp, id: string) => sending.app.dataSource.query(sql, [id]);
const ofAction = 'id = (SELECT invoice_id FROM action WHERE action.id = $1)';

export const SENDER_OUTCOMES: SenderOutcome[] = [
  { name: 'is sent', status: 'sent', events: ['action.sent', 'delivery.sent'] },
  {
    name: 'fails for a time',
    server: { onData: () => smtpError(451, 'later') },
    status: 'waiting',
    events: ['delivery.deferred'],
  },
  {
    name: 'fails for good',
    server: { onData: () => smtpError(554, 'no') },
    status: 'failed',
    events: ['delivery.failed'],
  },
  {
    name: 'bounces',
    server: { onRecipient: () => smtpError(550, '5.1.1 no such user') },
    status: 'failed',
    events: ['suppression.added', 'delivery.bounced'],
  },
  {
    name: 'is accepted or not',
    server: { drop: 'after-accepting' },
    status: 'unknown',
    events: ['delivery.unknown'],
  },
  { name: 'waits for its window', meanwhile: async () => {}, status: 'put_off', events: [] },
  {
    name: 'was being sent by a process that died',
    meanwhile: ({ tenant }, id) =>
      tenant.make.changeDelivery(id, {
        status: 'sending',
        attempts: 1,
        leaseHolder: 'gone:1',
        leaseToken: randomUUID(),
        leaseUntil: new Date(Date.now() - 1_000),
      }),
    status: 'unknown',
    events: ['delivery.unknown'],
  },
  {
    name: 'was changed since its approval',
    meanwhile: change(`UPDATE action SET content = 'Send money to me' WHERE id = $1`),
    status: 'failed',
    events: ['delivery.failed'],
  },
  {
    name: 'is about an invoice that is paid',
    meanwhile: change(`UPDATE invoice SET status = 'paid', balance = 0 WHERE ${ofAction}`),
    status: 'cancelled',
    events: ['action.cancelled'],
  },
  {
    name: 'is on hold',
    meanwhile: async ({ tenant }, id) => {
      const { body } = await tenant.client.detail(id).expect(200);
      await tenant.client
        .request('put', `/invoices/${body.invoice.id}/hold`)
        .send({ reason: 'Wait.' })
        .expect(200);
    },
    status: 'cancelled',
    events: ['action.cancelled'],
  },
  {
    name: 'is for a suppressed address',
    meanwhile: ({ tenant }) =>
      tenant.client.request('post', '/suppressions').send({ email: 'ngozi@acme.example' }).expect(200),
    status: 'cancelled',
    events: ['action.cancelled'],
  },
];

/** Lets an approved e-mail have the outcome. `record` runs the part in which Daybook works on it alone. */
export async function letHappen(
  sending: SendingApp,
  { server = {}, meanwhile, status }: SenderOutcome,
  record: (work: () => Promise<unknown>) => Promise<unknown>,
): Promise<void> {
  sending.sink.behaviour = server;
  const { id } = await sending.anEmail();
  if (!meanwhile) {
    await record(async () => {
      await sending.approve(id);
      // It is `waiting` before the first attempt, too.
      await untilAttempted(sending, id);
      await sending.until(id, status);
    });
    return;
  }
  await sending.settings({ closed_days: [new Date().toISOString().slice(0, 10)] });
  const putOff = async () => {
    await sending.approve(id);
    await untilPutOff(sending, id);
  };
  if (status === 'put_off') return void (await record(putOff));
  await putOff();
  await sending.settings({ closed_days: [] });
  await meanwhile(sending, id);
  await record(async () => {
    await sending.skipWaiting();
    await sending.until(id, status);
  });
}

const untilAttempted = (sending: SendingApp, id: string) =>
  until(
    async () =>
      (await sending.delivery(id)).attempts > 0 && (await sending.delivery(id)).status !== 'sending',
  );
const untilPutOff = (sending: SendingApp, id: string) =>
  until(async () => (await sending.delivery(id)).not_before !== null);

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 20_000; !(await condition()); await sleep(50))
    if (Date.now() > deadline) throw new Error('The e-mail did not come so far.');
}
