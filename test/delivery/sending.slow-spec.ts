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

  it('that the mail server refuses for one of the recipients has the events delivery.bounced and delivery.sent', async () => {
    sink.behaviour = {
      onRecipient: (address) => (address.startsWith('second') ? smtpError(550, 'unknown') : undefined),
    };
    const { id } = await sending.anEmail({ ccRecipients: [anOtherRecipient] });
    await sending.approve(id);
    await sending.until(id, 'sent');
    const events = await sending.app.dataSource.query<{ type: string }[]>(
      'SELECT type FROM event WHERE action_id = $1 ORDER BY seq',
      [id],
    );
    expect(events.map(({ type }) => type)).toEqual([
      'action.approved',
      'delivery.bounced',
      'action.sent',
      'delivery.sent',
    ]);
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
});

describe('an e-mail that waits', () => {
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
});
