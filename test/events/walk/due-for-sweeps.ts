import type { SendingApp } from '../../support/sending-app.js';

/** The types of the events that the sweeps append for what `dueForSweeps()` makes. */
export const EVENTS_OF_SWEEPS = [
  'action.cancelled',
  'action.awakened',
  'response.overdue',
  'hold.ended',
  'checkpoint.created',
];

/** Makes something due for each sweep of the worker. */
export async function dueForSweeps(sending: SendingApp): Promise<void> {
  const { make, company, client } = sending.tenant;
  const past = new Date(Date.now() - 60_000);
  await make.anAction(company, { expiresAt: past });
  await make.anAction(company, { status: 'scheduled', scheduledFor: past });
  await make.anAction(company, { status: 'completed', responseDeadline: past });

  // A worker lets its lease expire, while the invoice was paid.
  const abandoned = await make.anAction(company, { status: 'processing' });
  await client.request('post', `/actions/${abandoned.id}/claim`).expect(200);
  await make.changeDelivery(abandoned.id, { reasonGone: 'invoice_paid', leaseUntil: past });

  const { id } = await make.anInvoice(company);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await client.request('put', `/invoices/${id}/hold`).send({ reason: 'Wait.', until }).expect(200);
  const query = (sql: string, ...values: unknown[]) => sending.app.dataSource.query(sql, values);
  await query('UPDATE hold SET until = $2 WHERE invoice_id = $1', id, past);

  const key = { 'Idempotency-Key': 'old' };
  await client.request('patch', '/settings').set(key).send({ signature: 'Dana' }).expect(200);
  const longAgo = new Date(Date.now() - 100 * 86_400_000);
  await query('UPDATE idempotency_key SET created_at = $1', longAgo);
  await query('UPDATE event SET created_at = $2 WHERE company_id = $1', company.id, longAgo);

  // An e-mail that waits for its window has lost its job.
  await sending.settings({ closed_days: [new Date().toISOString().slice(0, 10)] });
  const email = await sending.anApprovedEmail();
  await make.changeDelivery(email, { createdAt: longAgo, notBefore: null });
  await query('DELETE FROM pgboss.job WHERE id = $1', email);
}
