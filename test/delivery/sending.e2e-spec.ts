import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { useSendingApp } from '../support/sending-app.js';
import { smtpError } from '../support/smtp-sink.js';

const sending = useSendingApp();
const { sink } = sending;
const anOtherRecipient = { name: null, address: 'second@acme.example' };

describe('an approved e-mail', () => {
  it('is sent: the approved text, once, and the action is completed by the system', async () => {
    const id = await sending.anApprovedEmail(
      {},
      { final_content: 'The final text.', final_subject: 'Final' },
    );
    const action = await sending.until(id, 'sent');
    const messageId = `<${id}@daybook.example>`;
    expect(action).toMatchObject({
      status: 'completed',
      external_id: messageId,
      executed_at: expect.any(String),
      delivery: { way: 'built_in', status: 'sent', attempts: 1, last_error: null, message_id: messageId },
    });
    expect(action.approval_log.at(-1)).toMatchObject({ command: 'deliver', actor: 'system' });
    expect(sink.mails).toHaveLength(1);
    const [mail] = sink.mails;
    expect(mail).toMatchObject({ from: 'ar@daybook.example', to: ['ngozi@acme.example'], messageId });
    expect(mail!.raw).toContain('The final text.');
    expect(mail!.raw).toContain('Subject: Final');
  });

  it('goes to the recipients that an edit has set', async () => {
    const { id } = await sending.anEmail();
    const to = [{ name: 'Ada', address: 'ada@acme.example' }];
    const edit = { to, cc: [anOtherRecipient] };
    await sending.tenant.client.request('patch', `/actions/${id}`).send(edit).expect(200);
    await sending.approve(id);
    await sending.until(id, 'sent');
    expect(sink.mails.map((mail) => mail.to)).toEqual([['ada@acme.example', 'second@acme.example']]);
  });

  it('has the sender of the company, as it was at the approval', async () => {
    sink.behaviour = { onData: () => smtpError(451, 'later') };
    await sending.settings({
      from_name: 'Accounts',
      from_email: 'accounts@harbour.example',
      signature: 'Dana',
    });
    const id = await sending.anApprovedEmail();
    await sending.until(id, 'waiting');
    await sending.settings({ from_name: 'Other', from_email: 'other@harbour.example', signature: 'Tom' });
    sink.behaviour = {};
    await sleep(300);
    await sending.skipWaiting();
    await sending.until(id, 'sent');
    const [mail] = sink.mails;
    expect(mail!.raw).toContain('From: Accounts <accounts@harbour.example>');
    expect(mail!.raw).toContain('Dana');
    expect(mail!.raw).not.toContain('Tom');
    expect(mail!.messageId).toBe(`<${id}@harbour.example>`);
  });

  it('that contains hostile names and subjects has one recipient', async () => {
    const subject = 'Hello, "you" <x@evil.example>';
    const toRecipients = [{ name: 'Eve, <eve@evil.example>; "', address: 'ngozi@acme.example' }];
    const id = await sending.anApprovedEmail({ subject, toRecipients });
    await sending.until(id, 'sent');
    expect(sink.mails.map((mail) => mail.to)).toEqual([['ngozi@acme.example']]);
  });
});

describe('a failure', () => {
  it('that is temporary is tried again with the same Message-ID', async () => {
    sink.behaviour = { onData: () => smtpError(451, 'busy') };
    const id = await sending.anApprovedEmail();
    const waiting = await sending.until(id, 'waiting');
    await sleep(500);
    const { delivery, status, approval_log } = (await sending.tenant.client.detail(id)).body;
    expect(waiting.status).toBe('processing');
    expect({ status, delivery }).toMatchObject({
      status: 'processing',
      delivery: { status: 'waiting', attempts: 1, last_error: expect.stringContaining('451 busy') },
    });
    expect(Date.parse(delivery.not_before) - Date.now()).toBeGreaterThan(30_000);
    expect(approval_log.at(-1)).toMatchObject({ command: 'defer', actor: 'system' });
    sink.behaviour = {};
    await sending.skipWaiting();
    expect((await sending.until(id, 'sent')).delivery).toMatchObject({ attempts: 2, last_error: null });
    expect(sink.mails.map(({ messageId }) => messageId)).toEqual([`<${id}@daybook.example>`]);
  });

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

  it('is not sent if its text is no longer the approved one', async () => {
    await sending.settings({ closed_days: [new Date().toISOString().slice(0, 10)] });
    const id = await sending.anApprovedEmail();
    await sending.app.dataSource.query(`UPDATE action SET content = 'Send money to me' WHERE id = $1`, [id]);
    await sending.settings({ closed_days: [] });
    await sending.skipWaiting();
    const action = await sending.until(id, 'failed');
    expect(action.delivery).toMatchObject({
      attempts: 0,
      last_error: expect.stringContaining('not the one that was approved'),
    });
    expect(action.approval_log.at(-1)).toMatchObject({ command: 'fail', actor: 'system' });
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
