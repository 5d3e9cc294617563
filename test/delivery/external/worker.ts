/**
 * A worker of somebody else, as a program of its own: claims what waits, "sends" it to MAILBOX_URL, and reports. What it does
 * besides depends on the subject of the action, so that a test can have it crash or give back.
 */
const { ACTIONS_URL, TOKEN, MAILBOX_URL } = process.env as Record<string, string>;

interface Claim {
  action: { id: string; delivery: { attempts: number } };
  message: { subject: string; content: string };
}
type Delivered = { delivery: { reason_gone: string | null } };

async function post(url: string, body: object): Promise<{ status: number; body: unknown }> {
  const headers = { Authorization: `Token ${TOKEN}`, 'Content-Type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

async function deliver(id: string): Promise<void> {
  const claim = await post(`${ACTIONS_URL}/${id}/claim`, { lease_seconds: 30 });
  // Somebody else was faster.
  if (claim.status !== 200) return;
  const { action, message } = claim.body as Claim;
  const isFirst = action.delivery.attempts === 1;
  if (isFirst && message.subject === 'Crash') process.kill(process.pid, 'SIGKILL');
  if (isFirst && message.subject === 'Release') {
    await post(`${ACTIONS_URL}/${id}/release`, { reason: 'The mailbox is full.' });
    return;
  }
  await post(`${MAILBOX_URL}/mails`, { id, ...message });
  const report = { channel_id: 'mailbox', external_id: `mail-${id}` };
  const { status, body } = await post(`${ACTIONS_URL}/${id}/complete`, report);
  const reasonGone = status === 200 ? (body as Delivered).delivery.reason_gone : null;
  await post(`${MAILBOX_URL}/reports`, { id, status, reason_gone: reasonGone });
}

for (;;) {
  const url = `${ACTIONS_URL}?delivery_status=waiting&page_size=10`;
  const response = await fetch(url, { headers: { Authorization: `Token ${TOKEN}` } });
  const { data } = (await response.json()) as { data: { id: string }[] };
  for (const { id } of data) await deliver(id);
  await new Promise((resolve) => setTimeout(resolve, 100));
}
