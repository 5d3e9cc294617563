import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { useSendingApp } from '../support/sending-app.js';
import { smtpError } from '../support/smtp-sink.js';

const sending = useSendingApp({ DELIVERY_ON_UNKNOWN: 'retry' });
const { sink } = sending;

it('the result of an attempt that was given up leaves the job of the next attempt alone', async () => {
  sink.behaviour = { delayMs: 5_000, onData: () => smtpError(451, 'busy') };
  const id = await sending.anApprovedEmail();
  await sending.until(id, 'sending');
  const { dataSource } = sending.app;
  await dataSource.query(`UPDATE delivery SET lease_until = now() WHERE status = 'sending'`);
  await dataSource.query(`UPDATE pgboss.job SET state = 'retry', start_after = now()`);
  await sending.until(id, 'waiting');
  await sleep(6_000);
  const jobs = await dataSource.query<object[]>('SELECT id FROM pgboss.job');
  expect(jobs).toEqual([{ id }]);
  sink.behaviour = {};
  await sending.skipWaiting();
  await sending.until(id, 'sent');
  expect(sink.mails).toHaveLength(1);
});

it('an e-mail that could not be made has not been tried, and is made again', async () => {
  const { dataSource } = sending.app;
  const id = (await sending.anEmail()).id;
  await dataSource.query('ALTER TABLE company RENAME COLUMN name TO unreadable');
  await sending.approve(id);
  await sleep(2_000);
  expect(await sending.delivery(id)).toMatchObject({ status: 'waiting', attempts: 0 });
  await dataSource.query('ALTER TABLE company RENAME COLUMN unreadable TO name');
  await dataSource.query(`UPDATE pgboss.job SET state = 'retry', start_after = now()`);
  expect((await sending.until(id, 'sent')).delivery.attempts).toBe(1);
});

it('the last attempt leaves the outcome unknown if nobody knows it', async () => {
  await sending.settings({ closed_days: [new Date().toISOString().slice(0, 10)] });
  const id = await sending.anApprovedEmail();
  sink.behaviour = { drop: 'after-accepting' };
  await sending.app.dataSource.query('UPDATE delivery SET attempts = 9 WHERE action_id = $1', [id]);
  await sending.settings({ closed_days: [] });
  await sending.tenant.client.request('post', `/actions/${id}/retry`).expect(200);
  expect((await sending.until(id, 'unknown', 'failed')).delivery.status).toBe('unknown');
});

it('an international address that is refused for good is suppressed, however it is written', async () => {
  sink.behaviour = { onRecipient: () => smtpError(550, '5.1.1 no such user') };
  const to = (address: string) => ({ toRecipients: [{ name: null, address }] });
  await sending.until(await sending.anApprovedEmail(to('ngozi@Bücher.example')), 'failed');
  sink.behaviour = {};
  const later = await sending.anApprovedEmail(to('Ngozi@bücher.example'));
  await sending.until(later, 'cancelled');
  expect(sink.mails).toEqual([]);
});
