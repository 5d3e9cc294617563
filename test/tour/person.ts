import type { TenantWithLedger } from '../support/tenant-with-ledger.js';

interface ListedAction {
  id: string;
  action_type: string;
  content: string;
}

/**
 * Executes a different step on each of the most urgent actions. Snoozes beyond the end of the month, so that the invoice may be
 * paid before.
 * @returns the names of the steps
 */
export async function decideActions({ client, contact }: TenantWithLedger, day: string): Promise<string[]> {
  const { data } = (await client.list({ category: 'needs_action', page_size: 20 }).expect(200)).body as {
    data: ListedAction[];
  };
  const nextMonth = new Date(Date.parse(`${day}T09:00:00Z`) + 20 * 86_400_000).toISOString();
  const send = (method: 'post' | 'patch' | 'delete', id: string, path = '', body: object = {}) =>
    client.request(method, `/actions/${id}${path}`).send(body).expect(200);
  const steps: [string, (action: ListedAction) => Promise<unknown>][] = [
    ['snooze', ({ id }) => send('patch', id, '', { scheduled_for: nextMonth })],
    [
      'approve',
      ({ id, content }) =>
        send('post', id, '/approve', {
          final_content: `${content}\n\nP.S. Call me.`,
          approved_by: contact.id,
        }),
    ],
    ['edit', ({ id }) => send('patch', id, '', { subject: 'As we said on the phone', urgency_score: 99 })],
    ['reject', ({ id }) => send('post', id, '/reject', { reason: 'Not this one.', approved_by: contact.id })],
    ['delete', ({ id }) => send('delete', id)],
    ['send', ({ id }) => send('post', id, '/send', { channel_id: `thread-${id}` })],
    ['restore', ({ id }) => send('delete', id).then(() => send('post', id, '/restore'))],
    ['complete', ({ id }) => send('post', id, '/complete')],
  ];
  const done: string[] = [];
  for (const [index, [name, step]] of steps.entries()) {
    const action = data[index];
    if (!action) continue;
    await step(action);
    done.push(name);
  }
  const rest = data.slice(steps.length, steps.length + 3).map(({ id }) => id);
  if (rest.length > 0) {
    await client.request('post', '/actions/bulk/cancel').send({ ids: rest, reason: 'Later.' }).expect(200);
    done.push('bulk');
  }
  return done;
}
