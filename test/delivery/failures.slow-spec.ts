import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { useSendingApp } from '../support/sending-app.js';
import { smtpError } from '../support/smtp-sink.js';

const sending = useSendingApp();
const { sink } = sending;

describe('a failure', () => {
  it('that is permanent stays for a person, who can have it tried again', async () => {
    sink.behaviour = { onData: () => smtpError(554, 'refused') };
    const id = await sending.anApprovedEmail();
    expect(await sending.until(id, 'failed')).toMatchObject({
      status: 'processing',
      delivery: { attempts: 1, last_error: 'The mail server replied to DATA: 554 refused' },
    });
    const { body } = await sending.tenant.client.list({ delivery_status: 'failed' }).expect(200);
    expect(body.data.map((action: { id: string }) => action.id)).toEqual([id]);
    sink.behaviour = {};
    await sending.tenant.client.request('post', `/actions/${id}/retry`).expect(200);
    await sending.until(id, 'sent');
    expect(sink.mails).toHaveLength(1);
  });

  it('to reach one recipient for good suppresses the address and cancels later e-mails to it', async () => {
    sink.behaviour = { onRecipient: () => smtpError(550, 'no such user') };
    const id = await sending.anApprovedEmail();
    await sending.until(id, 'failed');
    const { body } = await sending.tenant.client.get('/suppressions').expect(200);
    expect(body.data).toMatchObject([{ email: 'ngozi@acme.example', reason: 'hard_bounce' }]);
    sink.behaviour = {};
    const later = await sending.anApprovedEmail();
    const cancelled = await sending.until(later, 'cancelled');
    expect(cancelled).toMatchObject({ status: 'cancelled' });
    expect(cancelled.approval_log.at(-1)).toMatchObject({ actor: 'system', reason: 'suppressed' });
    expect(sink.mails).toEqual([]);
  });

  it.each(['before-accepting', 'after-accepting'] as const)(
    'of the connection %s leaves the outcome unknown, and sends nothing again',
    async (drop) => {
      sink.behaviour = { drop };
      const id = await sending.anApprovedEmail();
      expect(await sending.until(id, 'unknown')).toMatchObject({ status: 'processing' });
      sink.behaviour = {};
      await sending.skipWaiting();
      await sleep(1_000);
      expect(sink.mails).toHaveLength(drop === 'after-accepting' ? 1 : 0);
      await sending.tenant.client.perform('complete', id).expect(200);
    },
  );
});

describe('an e-mail that waits', () => {
  it('for the delivery window is sent when it opens', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000);
    const day = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][tomorrow.getUTCDay()];
    await sending.settings({ delivery_window: { days: [day], start: '08:00', end: '09:00' } });
    const id = await sending.anApprovedEmail();
    await sleep(1_500);
    const { delivery } = (await sending.tenant.client.detail(id)).body;
    const opening = `${tomorrow.toISOString().slice(0, 10)}T08:00:00.000Z`;
    expect(delivery).toMatchObject({ status: 'waiting', attempts: 0, not_before: opening });
    await sending.settings({ delivery_window: null });
    await sending.skipWaiting();
    await sending.until(id, 'sent');
  });

  it('is cancelled, not sent, if the invoice is paid meanwhile', async () => {
    await sending.settings({ closed_days: [new Date().toISOString().slice(0, 10)] });
    const { id, invoiceId } = await sending.anEmail();
    await sending.approve(id);
    await sleep(800);
    // As if the ledger sync had not seen the action.
    await sending.app.dataSource.query(`UPDATE invoice SET status = 'paid', balance = 0 WHERE id = $1`, [
      invoiceId,
    ]);
    await sending.settings({ closed_days: [] });
    await sending.skipWaiting();
    const action = await sending.until(id, 'cancelled');
    expect(action.approval_log.at(-1)).toMatchObject({ actor: 'system', reason: 'invoice_paid' });
    expect(sink.mails).toEqual([]);
  });

  it('is cancelled if the customer is put on hold', async () => {
    await sending.settings({ closed_days: [new Date().toISOString().slice(0, 10)] });
    const { id, customerId } = await sending.anEmail();
    await sending.approve(id);
    const hold = { reason: 'They are bankrupt.' };
    await sending.tenant.client.request('put', `/customers/${customerId}/hold`).send(hold).expect(200);
    await sending.settings({ closed_days: [] });
    await sending.skipWaiting();
    const action = await sending.until(id, 'cancelled');
    expect(action.approval_log.at(-1)).toMatchObject({ actor: 'system', reason: 'held' });
    expect(sink.mails).toEqual([]);
  });

  it('for the attempt of a worker that has died, because the customer may have got that e-mail', async () => {
    await sending.settings({
      minimum_interval_days: 1,
      closed_days: [new Date().toISOString().slice(0, 10)],
    });
    const customer = await sending.tenant.make.aCustomer(sending.tenant.company);
    const lost = await sending.anApprovedEmail({ customerId: customer.id });
    await sending.app.dataSource.query(
      `WITH job AS (DELETE FROM pgboss.job WHERE data ->> 'actionId' = $1)
       UPDATE delivery SET status = 'sending', attempts = 1, lease_holder = 'dead', lease_token = gen_random_uuid(),
         lease_until = now() - interval '1 minute' WHERE action_id = $1::uuid`,
      [lost],
    );
    await sending.settings({ closed_days: [] });
    const next = await sending.anApprovedEmail({ customerId: customer.id });
    await sleep(2_000);
    expect(await sending.delivery(next)).toMatchObject({ status: 'waiting', not_before: expect.any(String) });
    expect(sink.mails).toEqual([]);
  });

  it('for its turn: of five approvals for one customer, one a day is sent and none is cancelled', async () => {
    await sending.settings({ minimum_interval_days: 1 });
    const customer = await sending.tenant.make.aCustomer(sending.tenant.company);
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1)
      ids.push(await sending.anApprovedEmail({ customerId: customer.id }));
    const statuses = async () =>
      (await Promise.all(ids.map((id) => sending.delivery(id))))
        .map(({ status }) => String(status))
        .toSorted((a, b) => a.localeCompare(b));
    for (const deadline = Date.now() + 10_000; !(await statuses()).includes('sent') && Date.now() < deadline;)
      await sleep(100);
    await sleep(1_000);
    expect(await statuses()).toEqual(['sent', 'waiting', 'waiting', 'waiting', 'waiting']);
    expect(sink.mails).toHaveLength(1);
    // Some have only waited for the attempt that was in progress.
    await sending.skipWaiting();
    await sleep(2_000);
    expect(sink.mails).toHaveLength(1);
    const [waiting] = (await Promise.all(ids.map((id) => sending.delivery(id)))).filter(
      ({ status }) => status === 'waiting',
    );
    expect(Date.parse(waiting.not_before) - Date.now()).toBeGreaterThan(23 * 3_600_000);
  });
});
