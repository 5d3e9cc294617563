import type { TenantWithLedger } from '../support/tenant-with-ledger.js';

interface Listed {
  id: string;
  action_type: string;
  content: string;
}

/**
 * A morning at the inbox: the most urgent actions are decided on or rewritten, each in another way; answers what was done.
 * What is put off is put off beyond the end of the month, so that the ledger may overtake it.
 */
export async function decideAsAPerson({ client, contact }: TenantWithLedger, day: string): Promise<string[]> {
  const { data } = (await client.list({ category: 'needs_action', page_size: 20 }).expect(200)).body as {
    data: Listed[];
  };
  const nextMonth = new Date(Date.parse(`${day}T09:00:00Z`) + 20 * 86_400_000).toISOString();
  const on = (method: 'post' | 'patch' | 'delete', id: string, path = '', body: object = {}) =>
    client.request(method, `/actions/${id}${path}`).send(body).expect(200);
  const moves: [string, (action: Listed) => Promise<unknown>][] = [
    ['snooze', ({ id }) => on('patch', id, '', { scheduled_for: nextMonth })],
    [
      'approve',
      ({ id, content }) =>
        on('post', id, '/approve', { final_content: `${content}\n\nP.S. Call me.`, approved_by: contact.id }),
    ],
    ['edit', ({ id }) => on('patch', id, '', { subject: 'As we said on the phone', urgency_score: 99 })],
    ['reject', ({ id }) => on('post', id, '/reject', { reason: 'Not this one.', approved_by: contact.id })],
    ['delete', ({ id }) => on('delete', id)],
    ['send', ({ id }) => on('post', id, '/send', { channel_id: `thread-${id}` })],
    ['restore', ({ id }) => on('delete', id).then(() => on('post', id, '/restore'))],
    ['complete', ({ id }) => on('post', id, '/complete')],
  ];
  const done: string[] = [];
  for (const [at, [name, move]] of moves.entries()) {
    const action = data[at];
    if (!action) continue;
    await move(action);
    done.push(name);
  }
  const rest = data.slice(moves.length, moves.length + 3).map(({ id }) => id);
  if (rest.length > 0) {
    await client.request('post', '/actions/bulk/cancel').send({ ids: rest, reason: 'Later.' }).expect(200);
    done.push('bulk');
  }
  return done;
}
