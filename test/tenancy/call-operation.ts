import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import request, { type Response, type Test } from 'supertest';
import type { RunningApp } from '../support/app.js';
import { isEndless, type Operation } from '../support/api-document.js';
import { aRecommendation } from '../support/recommendation.js';
import type { Tenant } from '../support/tenant.js';
import { type Kind, OPERATIONS } from './operation-rows.js';

export type Ids = Record<Kind, string>;

/** Not recommended, because the operations recommend another action on its invoice, which has one recommended action at most. */
const ALTERNATIVE = { isRecommended: false };

/** The ids of new rows of a company. */
export async function idsOf({ make, company: { id }, contact, client }: Tenant): Promise<Ids> {
  const {
    id: actionId,
    invoiceId,
    customerId,
  } = await make.anAction({ id } as Tenant['company'], ALTERNATIVE);
  const body = aRecommendation({ invoice_id: invoiceId });
  const { id: recommendation } = (await client.request('post', '/recommendations').send(body).expect(201))
    .body;
  return {
    company: id,
    action: actionId,
    invoice: invoiceId!,
    customer: customerId,
    contact: contact.id,
    recommendation,
    suppression: randomUUID(),
    endpoint: randomUUID(),
    webhookDelivery: randomUUID(),
    policyRun: randomUUID(),
  };
}

/**
 * Creates an action of the company that the operation can be performed on with a token, and the records for it alone; puts their
 * ids among the ids.
 */
export async function prepare(
  name: string,
  owner: Tenant,
  ids: Ids,
  token: string = owner.token,
): Promise<Ids> {
  const { action, prepare } = OPERATIONS[name]!;
  const { id } = await owner.make.anAction(owner.company, { ...ALTERNATIVE, ...action });
  await prepare?.(owner, id, token);
  const records = await OPERATIONS[name]!.records?.(owner);
  return { ...ids, action: id, ...records };
}

/** Calls an operation with every id that it takes; with `only`, without the other filters of the query. */
export function callOperation(
  { url }: Pick<RunningApp, 'url'>,
  { id, method, path, responses }: Pick<Operation, 'id' | 'method' | 'path' | 'responses'>,
  ids: Ids,
  token?: string,
  only?: string,
): Promise<Response> {
  const row = OPERATIONS[id]!;
  const places = Object.entries(row.ids).map(([place, kind]) => [place, ids[kind]] as const);
  const used = places.filter(([place]) => !only || place === only || !place.startsWith('query.'));
  const idsAt = (place: string) =>
    used
      .filter(([at]) => at.startsWith(place))
      .map(([at, value]) => [at.slice(place.length), value] as const);
  const target = idsAt('path.').reduce((filled, [field, value]) => filled.replace(`{${field}}`, value), path);
  const sent = request(url)[method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'](target);
  if (token) sent.set('Authorization', `Token ${token}`);
  sent.query({ ...row.query, ...Object.fromEntries(idsAt('query.')) });
  if (isEndless({ responses })) return withoutEnd(sent);
  const body: Record<string, unknown> = { ...row.body?.() };
  for (const [place, value] of idsAt('body.')) putId(body, place, value);
  return Promise.resolve(Object.keys(body).length > 0 ? sent.send(body) : sent);
}

/** Longer than a stream needs to send the events that there are. */
const STREAM_MS = 300;

/** The response with what a stream sends at first, without the times and cursors, which differ. */
async function withoutEnd(sent: Test): Promise<Response> {
  const response = await sent.buffer(true).parse((received, done) => {
    const message = received as unknown as IncomingMessage;
    let text = '';
    message.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    const isStream = message.headers['content-type']?.startsWith('text/event-stream');
    const timer = isStream && setTimeout(() => message.destroy(), STREAM_MS);
    message.on('close', () => {
      clearTimeout(timer || undefined);
      done(null, text);
    });
  });
  const text = String(response.body).replaceAll(/^(retry|id): .*\n/gm, '');
  const body = response.status === 200 ? {} : JSON.parse(text);
  return Object.assign(Object.create(response), { text, body });
}

/** Puts an id into a body: `ids[]` becomes a list with only this id, `lines[].id` a field of each line. */
function putId(body: Record<string, unknown>, place: string, id: string): void {
  const [list, field] = place.split(/\[\]\.?/) as [string, string?];
  if (field === undefined) body[list] = id;
  else if (field === '') body[list] = [id];
  else for (const item of body[list] as Record<string, unknown>[]) putId(item, field, id);
}

/** Whether an operation takes a token: it is neither public nor on the session of a person. */
export const takesToken = (name: string): boolean => !['public', 'session'].includes(OPERATIONS[name]!.scope);
