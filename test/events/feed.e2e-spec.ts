import { beforeEach, describe, expect, it } from '@jest/globals';
import { cursorAt } from '../../src/events/cursor.js';
import type { EventType } from '../../src/events/event-types.js';
import { Outbox } from '../../src/events/outbox.js';
import { LIMITS } from '../../src/limits.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import { useApp } from '../support/app.js';
import { expectProblem } from '../support/problem.js';
import { createTenant, type Tenant } from '../support/tenant.js';
import { EventReader } from './event-reader.js';

const app = useApp();
let tenant: Tenant;

beforeEach(async () => {
  tenant = await createTenant(app);
});

async function append(names: string[], type: EventType = 'settings.updated', data = {}): Promise<void> {
  const company = await app.nest.get(OperatorAdmission).admit(tenant.company.id);
  const actor = (name: string) => ({ name, requestId: null });
  const events = names.map((name) => ({ type, actor: actor(name), data, at: new Date() }));
  await app.nest.get(Outbox).append(company, events);
}
const list = async (query: Record<string, string | number> = {}) => {
  const { body } = await tenant.client.get('/events', query).expect(200);
  return { ...body, data: body.data.map(({ actor }: { actor: string }) => actor) };
};
const open = (query: string, headers: Record<string, string> = {}) =>
  EventReader.open(`${app.url}/api/companies/${tenant.company.id}/events/stream${query}`, {
    Authorization: `Token ${tenant.token}`,
    ...headers,
  });

describe('GET /events', () => {
  it('pages through the events, and gives a cursor even if nothing is new', async () => {
    const none = { data: [], next_cursor: cursorAt(0), has_more: false };
    expect(await list()).toEqual(none);
    await append(['a', 'b', 'c']);
    expect(await list({ limit: 2 })).toEqual({ data: ['a', 'b'], next_cursor: cursorAt(2), has_more: true });
    expect(await list({ after: cursorAt(2) })).toEqual({
      data: ['c'],
      next_cursor: cursorAt(3),
      has_more: false,
    });
    expect(await list({ after: 'latest' })).toEqual({ ...none, next_cursor: cursorAt(3) });
    expect((await list({ types: 'hold.set,settings.updated,settings.updated' })).data).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect((await list({ types: 'hold.set' })).data).toEqual([]);
  });

  it('returns the data as it was stored', async () => {
    await append(['a'], 'settings.updated', { z: '1.50', a: null, name: 'Ünï\n"x"' });
    const { text, body } = await tenant.client.get('/events').expect(200);
    expect(text).toContain(
      '"data":{"z":"1.50","a":null,"name":"Ünï\\n\\"x\\"","previous":{}}}],"next_cursor"',
    );
    expect(body.data[0]).toMatchObject({
      type: 'settings.updated',
      company_id: tenant.company.id,
      cursor: cursorAt(1),
    });
  });

  it('ends a page of long events early', async () => {
    const words = Array.from({ length: 60_000 }, () => Math.random().toString(36)).join('');
    for (const name of ['a', 'b', 'c']) await append([name], 'settings.updated', { words });
    expect(await list()).toEqual({ data: ['a'], next_cursor: cursorAt(1), has_more: true });
    expect(await list({ after: cursorAt(2) })).toEqual({
      data: ['c'],
      next_cursor: cursorAt(3),
      has_more: false,
    });
  });

  it.each([
    ['after', 'x'],
    ['after', ''],
    ['after', Buffer.from('e1.9999999999999999999').toString('base64url')],
    ['limit', '0'],
    ['limit', '101'],
    ['types', 'action.unknown'],
    ['types', 'actionXsent'],
    ['action_id', '7'],
    ['page', '1'],
  ])('rejects %s=%s', async (field, value) => {
    const response = await tenant.client.get('/events', { [field]: value });
    expectProblem(response, 'invalid', { errors: [expect.objectContaining({ in: 'query', field })] });
  });

  it.each([
    ['pruned', 2, 1],
    ['ahead of the feed', 0, 9],
  ])('reports a cursor that is %s', async (_, pruned, at) => {
    await append(['a', 'b', 'c']);
    await list();
    await app.dataSource.query('UPDATE event_head SET pruned = $2 WHERE company_id = $1', [
      tenant.company.id,
      pruned,
    ]);
    expectProblem(await tenant.client.get('/events', { after: cursorAt(at) }), 'cursor_expired');
    expectProblem(await tenant.client.get('/events/stream', { after: cursorAt(at) }), 'cursor_expired');
  });
});

describe('GET /events/stream', () => {
  it('begins now, sends what happens, and resumes after the last event', async () => {
    await append(['old']);
    const first = await open('?after=latest');
    await first.until(() => first.lastId === cursorAt(1));
    await append(['a', 'b']);
    await first.until(() => first.events.length === 2);
    expect(first.events.map(({ actor }) => actor)).toEqual(['a', 'b']);
    expect(first.events[1]!.cursor).toBe(first.lastId);
    expect(first.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    first.close();
    await append(['c', 'd'], 'hold.set');
    await append(['e']);
    const second = await open('?types=hold.set&after=latest', { 'Last-Event-ID': cursorAt(1) });
    await second.until(() => second.events.length === 2);
    expect(second.events.map(({ actor }) => actor)).toEqual(['c', 'd']);
    second.close();
  });

  it('allows a token a number of streams at once', async () => {
    const streams = await Promise.all(Array.from({ length: LIMITS.streams.token }, () => open('')));
    const refused = await tenant.client.get('/events/stream');
    expectProblem(refused, 'throttled');
    await tenant.client.request('head', '/events/stream').expect(200);
    streams[0]!.close();
    await streams[0]!.ended;
    (await openUntilAllowed()).close();
    for (const stream of streams) stream.close();
  });

  it('rejects a Last-Event-ID that is no cursor', async () => {
    const response = await tenant.client.get('/events/stream').set('Last-Event-ID', 'x');
    expectProblem(response, 'invalid', {
      errors: [expect.objectContaining({ in: 'header', field: 'Last-Event-ID' })],
    });
  });
});

/** The server learns a little later that a client has disconnected. */
async function openUntilAllowed(): Promise<EventReader> {
  for (;;) {
    const stream = await open('');
    if (stream.status === 200) return stream;
  }
}
