import { beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { SCOPE_NAMES } from '../../src/tenancy/scopes.js';
import { mintToken } from '../../src/tenancy/token-format.js';
import { useApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { fetchApiDocument, idLocations, type Operation } from '../support/api-document.js';
import { expectProblem } from '../support/problem.js';
import { snapshotOf } from '../support/snapshot.js';
import { type Kind, OPERATIONS, put } from './operation-rows.js';

const app = useApp();

const NAMES = Object.keys(OPERATIONS);
const GUARDED = NAMES.filter((name) => OPERATIONS[name]!.scope !== 'public');
const PLACES = NAMES.flatMap((name) => Object.keys(OPERATIONS[name]!.ids).map((place) => ({ name, place })));

type Ids = Record<Kind, string>;
const random = (): string => uuidv7();

async function idsOf({ make, company: { id }, contact }: Tenant): Promise<Ids> {
  const { id: actionId, invoiceId, customerId } = await make.anAction({ id } as Tenant['company']);
  return { company: id, action: actionId, invoice: invoiceId!, customer: customerId, contact: contact.id };
}

/** The ids of a company, with an action of its own that the operation can be carried out on. */
async function readyFor(name: string, whose: Tenant, ids: Ids): Promise<Ids> {
  const { id } = await whose.make.anAction(whose.company);
  await OPERATIONS[name]!.prepare?.(whose, id);
  return { ...ids, action: id };
}

/** Good, and that of each result too where there are several. */
function expectGood(name: string, { status, text }: Pick<Response, 'status' | 'text'>): void {
  expect(status).toBe(OPERATIONS[name]!.good ?? 200);
  expect(text).not.toContain('"ok":false');
}

let operations: Map<string, Operation>;
let tenant: Tenant;
let other: Tenant;
let mine: Ids;
let theirs: Ids;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  operations = new Map(
    (await fetchApiDocument(app)).operations.map((operation) => [operation.id, operation]),
  );
  [tenant, other] = [await createTenant(app), await createTenant(app)];
  [mine, theirs] = [await idsOf(tenant), await idsOf(other)];
  const aToken = (overrides: object) => tenant.make.aToken([tenant.company], overrides);
  tokens.malformed = 'dbk_malformed';
  tokens.unknown = mintToken(uuidv7()).token;
  tokens.expired = await aToken({ expiresAt: new Date(Date.now() - 1_000) });
  tokens.revoked = await aToken({ revokedAt: new Date() });
  for (const scope of SCOPE_NAMES) {
    tokens[scope] = await aToken({ scopes: [scope] });
    tokens[`all but ${scope}`] = await aToken({ scopes: SCOPE_NAMES.filter((one) => one !== scope) });
  }
});

/** Calls an operation with every id that it takes, or with one filter of its query alone. */
function call(name: string, ids: Ids, token?: string, only?: string): Promise<Response> {
  const { method, path } = operations.get(name)!;
  const row = OPERATIONS[name]!;
  const places = Object.entries(row.ids).map(([place, kind]) => [place, ids[kind]] as const);
  const given = places.filter(([place]) => !only || place === only || !place.startsWith('query.'));
  const of = (place: string) =>
    given.filter(([at]) => at.startsWith(place)).map(([at, id]) => [at.slice(place.length), id] as const);
  const filled = of('path.').reduce((left, [field, id]) => left.replace(`{${field}}`, id), path);
  const sent = request(app.url)[method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'](filled);
  if (token) sent.set('Authorization', `Token ${token}`);
  sent.query(Object.fromEntries(of('query.')));
  const body: Record<string, unknown> = { ...row.body?.() };
  for (const [place, id] of of('body.')) put(body, place, id);
  return Promise.resolve(Object.keys(body).length > 0 ? sent.send(body) : sent);
}

/** All of an answer, byte for byte, but for the request id, the clock, and the ids that came with the question. */
function seen({ status, text, headers }: Response, ids: Partial<Ids> = {}) {
  const { date, 'x-request-id': requestId, ...rest } = headers;
  expect(date).toBeDefined();
  const lasting = Object.entries(rest).filter(([name]) => !name.startsWith('ratelimit'));
  const blank = (content: string) =>
    [requestId!, ...Object.values(ids)].reduce((left, id) => left.replaceAll(id, '·'), content);
  return { status, text: blank(text), headers: blank(JSON.stringify(lasting)) };
}

/** Does something that must leave no trace with either company. */
async function leavingNoTrace<T>(work: () => Promise<T>): Promise<T> {
  const both = () => Promise.all([mine, theirs].map((ids) => snapshotOf(app.dataSource, ids.company)));
  const before = await both();
  const result = await work();
  expect(await both()).toEqual(before);
  return result;
}

it('has a row for every operation of the document, and in it every id that the operation takes', () => {
  const found = [...operations].map(([name, operation]) => [name, idLocations(operation).toSorted()]);
  const rows = NAMES.map((name) => [name, Object.keys(OPERATIONS[name]!.ids).toSorted()]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(rows));
});

describe.each(['no', 'malformed', 'unknown', 'expired', 'revoked'])('with %s token', (kind) => {
  it.each(GUARDED)('%s: 401, the same whoever’s ids it names', async (name) => {
    const code = kind === 'no' ? 'not_authenticated' : 'authentication_failed';
    await leavingNoTrace(async () => {
      const own = await call(name, mine, tokens[kind]);
      expectProblem(own, code);
      expect(seen(await call(name, theirs, tokens[kind]))).toEqual(seen(own));
    });
  });
});

describe('with a token that lacks the scope', () => {
  it.each(GUARDED)('%s: 403, and a good answer with that scope alone', async (name) => {
    const { scope } = OPERATIONS[name]!;
    const detail = `The token lacks the scope "${scope}".`;
    await leavingNoTrace(async () =>
      expectProblem(await call(name, mine, tokens[`all but ${scope}`]), 'permission_denied', { detail }),
    );
    const fresh = await readyFor(name, tenant, mine);
    expectGood(name, await call(name, fresh, tokens[scope]));
  });
});

describe('with another company’s token', () => {
  it.each(GUARDED)('%s: nothing of ours', async (name) => {
    const answer = await leavingNoTrace(() => call(name, mine, other.token));
    expect(answer.status).toBe(name === 'listCompanies' ? 200 : 404);
    for (const id of Object.values(mine)) expect(answer.text).not.toContain(id);
  });
});

describe('a foreign id is answered like a random one, and moves nothing on either side', () => {
  it.each(PLACES)('$name: $place', async ({ name, place }) => {
    const kind = OPERATIONS[name]!.ids[place]!;
    const own = await readyFor(name, tenant, mine);
    const others = await readyFor(name, other, theirs);
    const ask = async (id: string) => {
      const ids = { ...own, [kind]: id };
      return seen(await call(name, ids, tenant.token, place), ids);
    };
    const [foreign, unknown] = await leavingNoTrace(async () => [
      await ask(others[kind]),
      await ask(random()),
    ]);
    expect(foreign).toEqual(unknown);
    // One that cannot be an id is nobody's; elsewhere than in a path it is malformed, if only where its line is told of.
    const malformed = await leavingNoTrace(() => ask('1042'));
    const refused = expect.objectContaining({
      status: place.includes('[].') ? 200 : 400,
      text: expect.stringMatching(/must (be a|contain only) UUID/),
    });
    expect(malformed).toEqual(place.startsWith('path.') ? unknown : refused);
    const known = await ask(own[kind]);
    expectGood(name, known);
    expect(known.text).not.toBe(unknown.text);
  });

  it.each(NAMES.filter((name) => 'path.action_id' in OPERATIONS[name]!.ids))(
    '%s: all ids at once',
    async (name) => {
      const unknown = {
        company: random(),
        action: random(),
        invoice: random(),
        customer: random(),
        contact: random(),
      };
      const answers = await leavingNoTrace(() =>
        Promise.all([theirs, unknown].map(async (ids) => seen(await call(name, ids, tenant.token), ids))),
      );
      expect(answers[0]!.status).toBe(404);
      expect(answers[0]).toEqual(answers[1]);
    },
  );
});

it.each(NAMES.filter((name) => !GUARDED.includes(name)))('%s asks nobody for a token', async (name) => {
  for (const token of [undefined, tokens.revoked, other.token])
    expect((await call(name, mine, token)).status).toBe(200);
});
