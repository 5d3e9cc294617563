import { describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { v7 as uuidv7 } from 'uuid';
import { useApp } from '../support/app.js';
import { type Desk, openDesk } from '../support/desk.js';

const app = useApp();

interface Row {
  /** Nobody is asked for a token. */
  public?: true;
  /** Names no company: shows those of the token alone, see test/ledger. */
  acrossCompanies?: true;
  /** The ids that it takes, by where they stand; `kind` says of what. */
  ids?: Record<string, 'action' | 'invoice' | 'customer' | 'contact'>;
}

const COMPANY = '/api/companies/{company_id}';
const action = { 'path.action_id': 'action' } as const;
const decided = { ...action, 'body.approved_by': 'contact' } as const;

/** Every operation there is. A new one fails the first test until it has a row, and with the row its tests. */
const OPERATIONS: Record<string, Row> = {
  'get /api/companies': { acrossCompanies: true },
  [`get ${COMPANY}/contacts`]: {},
  [`get ${COMPANY}/customers`]: {},
  [`get ${COMPANY}/invoices`]: {},
  [`get ${COMPANY}/actions`]: { ids: { 'query.invoice_id': 'invoice', 'query.customer_id': 'customer' } },
  [`get ${COMPANY}/actions/{action_id}`]: { ids: action },
  [`post ${COMPANY}/actions/{action_id}/approve`]: { ids: decided },
  [`post ${COMPANY}/actions/{action_id}/reject`]: { ids: decided },
  [`post ${COMPANY}/actions/{action_id}/send`]: { ids: action },
  [`post ${COMPANY}/actions/{action_id}/cancel`]: { ids: decided },
  [`post ${COMPANY}/actions/{action_id}/complete`]: { ids: action },
  'get /health/live': { public: true },
  'get /health/ready': { public: true },
};
const ROWS = Object.entries(OPERATIONS);
const OF_A_COMPANY = ROWS.filter(([name]) => name.includes('{company_id}'));
const WITH_IDS = OF_A_COMPANY.flatMap(([name, { ids = {} }]) =>
  Object.entries(ids).map(([place, kind]) => ({ name, place, kind })),
);

type Ids = Record<'company_id' | 'action' | 'invoice' | 'customer' | 'contact', string>;

async function idsOf({ make, company, contact }: Desk): Promise<Ids> {
  const { id, invoiceId, customerId } = await make.anAction(company);
  return {
    company_id: company.id,
    action: id,
    invoice: invoiceId!,
    customer: customerId,
    contact: contact.id,
  };
}

const randomIds = (): Ids => ({
  company_id: uuidv7(),
  action: uuidv7(),
  invoice: uuidv7(),
  customer: uuidv7(),
  contact: uuidv7(),
});

/** Calls an operation with the ids given; those in query and body only where `place` names them. */
async function call(name: string, ids: Ids, token?: string, place = ''): Promise<Response> {
  const [method, template] = name.split(' ') as ['get' | 'post', string];
  const path = template.replace('{company_id}', ids.company_id).replace('{action_id}', ids.action);
  const sent = request(app.url)[method](path);
  if (token) sent.set('Authorization', `Token ${token}`);
  const [where, field] = place.split('.');
  const value = ids[OPERATIONS[name]!.ids?.[place] ?? 'action'];
  if (where === 'query') sent.query({ [field!]: value });
  if (where === 'body') sent.send({ [field!]: value });
  return sent;
}

/** An answer without the ids that came with the question. */
function seen({ status, text, headers }: Response, ids: Ids) {
  const { date, 'x-request-id': requestId, ...rest } = headers;
  expect(date).toBeDefined();
  const blank = (content: string) =>
    [requestId!, ...Object.values(ids)].reduce((left, id) => left.replaceAll(id, '·'), content);
  return { status, text: blank(text), headers: blank(JSON.stringify(rest)) };
}

interface Parameter {
  name: string;
  in: string;
  schema: { format?: string };
}
interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
}

describe('the document served at /api/openapi.json', () => {
  it('has the operations that this file tests, each with its row, and each id of each in that row', async () => {
    const { body: document } = await request(app.url).get('/api/openapi.json').expect(200);
    const found: Record<string, string[]> = {};
    for (const [path, methods] of Object.entries(
      document.paths as Record<string, Record<string, Operation>>,
    )) {
      for (const [method, { parameters = [], requestBody }] of Object.entries(methods)) {
        const schema = requestBody?.content['application/json']!.schema.$ref.split('/').at(-1);
        const fields = Object.entries(
          (schema ? document.components.schemas[schema].properties : {}) as Record<
            string,
            { format?: string }
          >,
        );
        found[`${method} ${path}`] = [
          ...parameters.filter((one) => one.schema.format === 'uuid').map((one) => `${one.in}.${one.name}`),
          ...fields.filter(([, { format }]) => format === 'uuid').map(([field]) => `body.${field}`),
        ].filter((place) => place !== 'path.company_id');
      }
    }
    const expected = ROWS.map(([name, { ids = {} }]) => [name, Object.keys(ids).toSorted()]);
    const sorted = Object.entries(found).map(([name, places]) => [name, places.toSorted()]);
    expect(Object.fromEntries(sorted)).toEqual(Object.fromEntries(expected));
  });
});

describe('without a token', () => {
  it.each(ROWS)('%s', async (name, row) => {
    const ids = await idsOf(await openDesk(app));
    const answer = await call(name, ids);
    expect({ status: answer.status, code: answer.body.code }).toEqual(
      row.public ? { status: 200 } : { status: 401, code: 'not_authenticated' },
    );
  });
});

describe('with another company’s token: the same 404 as for a company that does not exist', () => {
  it.each(OF_A_COMPANY)('%s', async (name) => {
    const desk = await openDesk(app);
    const theirs = await idsOf(await openDesk(app));
    const token = await desk.make.aToken([desk.company]);
    const random = randomIds();
    const malformed = { ...random, company_id: '1042' };
    const answers = [theirs, random, malformed].map(async (ids) => seen(await call(name, ids, token), ids));
    const [foreign, unknown, wrong] = await Promise.all(answers);
    expect(foreign!.status).toBe(404);
    expect(foreign).toEqual(unknown);
    expect(wrong).toEqual(unknown);
  });
});

describe('a foreign id is answered like a random one', () => {
  it.each(WITH_IDS)('$name: $place', async ({ name, place, kind }) => {
    const desk = await openDesk(app);
    const [mine, theirs] = [await idsOf(desk), await idsOf(await openDesk(app))];
    const token = await desk.make.aToken([desk.company]);
    const withForeign = { ...mine, [kind]: theirs[kind] };
    const withRandom = { ...mine, [kind]: uuidv7() };
    const foreign = seen(await call(name, withForeign, token, place), withForeign);
    const random = seen(await call(name, withRandom, token, place), withRandom);
    expect(foreign).toEqual(random);
    const own = seen(await call(name, mine, token, place), mine);
    expect(own.status).toBe(200);
    expect(own.text).not.toBe(random.text);
  });
});

it('a foreign id in a command changes nothing over there', async () => {
  const [desk, other] = [await openDesk(app), await openDesk(app)];
  const { id } = await other.make.anAction(other.company);
  for (const command of ['approve', 'reject', 'send', 'cancel', 'complete'] as const) {
    await desk.client.perform(command, id).expect(404);
  }
  expect((await other.client.detail(id)).body).toMatchObject({ status: 'proposed', approval_log: [] });
});

it('the database itself refuses a row that would cross the border', async () => {
  const [desk, other] = [await openDesk(app), await openDesk(app)];
  const { customerId, id: invoiceId } = await other.make.anInvoice(other.company);
  const theirs = { customerId, invoiceId };
  await expect(desk.make.anAction(desk.company, theirs)).rejects.toThrow('foreign key');
  await expect(desk.make.anInvoice(desk.company, { customerId })).rejects.toThrow('foreign key');
});
