import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { SCOPE_NAMES } from '../../src/tenancy/scopes.js';
import { mintToken } from '../../src/tenancy/token-format.js';
import { useApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { fetchApiDocument, idLocations, type Operation } from '../support/api-document.js';
import { expectProblem } from '../support/problem.js';
import { snapshotOf } from '../support/snapshot.js';
import { callOperation, idsOf, type Ids, prepare } from './call-operation.js';
import { OPERATIONS } from './operation-rows.js';

const app = useApp();

const NAMES = Object.keys(OPERATIONS);
const PUBLIC = NAMES.filter((name) => OPERATIONS[name]!.scope === 'public');
const OF_SESSIONS = NAMES.filter((name) => OPERATIONS[name]!.scope === 'session');
const GUARDED = NAMES.filter((name) => !PUBLIC.includes(name) && !OF_SESSIONS.includes(name));
const ID_PLACES = GUARDED.flatMap((name) =>
  Object.keys(OPERATIONS[name]!.ids).map((place) => ({ name, place })),
);

const random = (): string => uuidv7();

/** Expects a success, also of each result if there are several. */
function expectSuccess(name: string, { status, text }: Pick<Response, 'status' | 'text'>): void {
  expect(status).toBe(OPERATIONS[name]!.successStatus ?? 200);
  expect(text).not.toContain('"ok":false');
}

let operations: Map<string, Operation>;
let tenant: Tenant;
let other: Tenant;
let ownIds: Ids;
let otherIds: Ids;
const tokens: Record<string, string> = {};

beforeAll(async () => {
  operations = new Map(
    (await fetchApiDocument(app)).operations.map((operation) => [operation.id, operation]),
  );
  [tenant, other] = [await createTenant(app), await createTenant(app)];
  [ownIds, otherIds] = [await idsOf(tenant), await idsOf(other)];
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

/** Calls an operation with every id that it takes; with `only`, without the other filters of the query. */
const call = (name: string, ids: Ids, token?: string, only?: string): Promise<Response> =>
  callOperation(app, operations.get(name)!, ids, token, only);

/** The whole response, except the request id, the Date and RateLimit headers, and the ids of the request. */
function comparable({ status, text, headers }: Response, ids: Partial<Ids> = {}) {
  const { date, 'x-request-id': requestId, ...rest } = headers;
  expect(date).toBeDefined();
  const comparableHeaders = Object.entries(rest).filter(([name]) => !name.startsWith('ratelimit'));
  const withoutIds = (content: string) =>
    [requestId!, ...Object.values(ids)].reduce((remaining, id) => remaining.replaceAll(id, '·'), content);
  return { status, text: withoutIds(text), headers: withoutIds(JSON.stringify(comparableHeaders)) };
}

/** Expects that the work changes no row of either company. */
async function expectUnchanged<T>(work: () => Promise<T>): Promise<T> {
  const both = () => Promise.all([ownIds, otherIds].map((ids) => snapshotOf(app.dataSource, ids.company)));
  const before = await both();
  const result = await work();
  expect(await both()).toEqual(before);
  return result;
}

it('the table has every operation of the OpenAPI document, with every id that it takes', () => {
  const found = [...operations].map(([name, operation]) => [name, idLocations(operation).toSorted()]);
  const rows = NAMES.map((name) => [name, Object.keys(OPERATIONS[name]!.ids).toSorted()]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(rows));
});

describe.each(['no', 'malformed', 'unknown', 'expired', 'revoked'])('with %s token', (kind) => {
  it.each([...GUARDED, ...OF_SESSIONS])('%s: 401, the same for the ids of any company', async (name) => {
    const code = kind === 'no' ? 'not_authenticated' : 'authentication_failed';
    await expectUnchanged(async () => {
      const own = await call(name, ownIds, tokens[kind]);
      const detail = kind === 'no' && OF_SESSIONS.includes(name) ? 'Log in first.' : undefined;
      expectProblem(own, code, detail === undefined ? {} : { detail });
      expect(comparable(await call(name, otherIds, tokens[kind]))).toEqual(comparable(own));
    });
  });
});

describe('with a token that lacks the scope', () => {
  it.each(GUARDED)('%s: 403; with only that scope: success', async (name) => {
    const { scope } = OPERATIONS[name]!;
    const detail = `The token lacks the scope "${scope}".`;
    await expectUnchanged(async () =>
      expectProblem(await call(name, ownIds, tokens[`all but ${scope}`]), 'permission_denied', { detail }),
    );
    const ids = await prepare(name, tenant, ownIds, tokens[scope]);
    expectSuccess(name, await call(name, ids, tokens[scope]));
  });
});

describe('with another company’s token', () => {
  it.each(GUARDED)('%s: no data of this company', async (name) => {
    const response = await expectUnchanged(() => call(name, ownIds, other.token));
    expect(response.status).toBe(name === 'listCompanies' ? 200 : 404);
    for (const id of Object.values(ownIds)) expect(response.text).not.toContain(id);
  });
});

describe('an id of another company gets the same response as a random id, and changes nothing', () => {
  it.each(ID_PLACES)('$name: $place', async ({ name, place }) => {
    const kind = OPERATIONS[name]!.ids[place]!;
    const own = await prepare(name, tenant, ownIds);
    const others = await prepare(name, other, otherIds);
    const ask = async (id: string) => {
      const ids = { ...own, [kind]: id };
      return comparable(await call(name, ids, tenant.token, place), ids);
    };
    const [foreign, unknown] = await expectUnchanged(async () => [
      await ask(others[kind]),
      await ask(random()),
    ]);
    expect(foreign).toEqual(unknown);
    // A malformed id is 404 in a path, and otherwise an error of the field, or of its item in a batch.
    const malformed = await expectUnchanged(() => ask('1042'));
    const invalid = expect.objectContaining({
      status: place.includes('[].') ? 200 : 400,
      text: expect.stringMatching(/must (be a|contain only) UUID/),
    });
    expect(malformed).toEqual(place.startsWith('path.') ? unknown : invalid);
    const known = await ask(own[kind]);
    expectSuccess(name, known);
    expect(known.text).not.toBe(unknown.text);
  });

  it.each(NAMES.filter((name) => 'path.action_id' in OPERATIONS[name]!.ids))(
    '%s: with all ids of another company',
    async (name) => {
      const unknown = Object.fromEntries(Object.keys(ownIds).map((kind) => [kind, random()])) as Ids;
      const responses = await expectUnchanged(() =>
        Promise.all(
          [otherIds, unknown].map(async (ids) => comparable(await call(name, ids, tenant.token), ids)),
        ),
      );
      expect(responses[0]!.status).toBe(404);
      expect(responses[0]).toEqual(responses[1]);
    },
  );
});

it.each(PUBLIC)('%s requires no token', async (name) => {
  for (const token of [undefined, tokens.revoked, other.token])
    expect((await call(name, ownIds, token)).status).toBe(OPERATIONS[name]!.publicStatus ?? 200);
});

it.each(OF_SESSIONS)('%s: 401 with any token, because it needs the session of a person', async (name) => {
  const detail = 'The operation needs the session of a person, not a token.';
  await expectUnchanged(async () =>
    expectProblem(await call(name, ownIds, tenant.token), 'not_authenticated', { detail }),
  );
});

it('the database rejects a row that references another company', async () => {
  const [tenant, other] = [await createTenant(app), await createTenant(app)];
  const { customerId, id: invoiceId } = await other.make.anInvoice(other.company);
  const ofOther = { customerId, invoiceId };
  await expect(tenant.make.anAction(tenant.company, ofOther)).rejects.toThrow('foreign key');
  await expect(tenant.make.anInvoice(tenant.company, { customerId })).rejects.toThrow('foreign key');
});
