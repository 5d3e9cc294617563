import { describe, expect, it } from '@jest/globals';
import type { Action } from '../../src/actions/store/action.entity.js';
import { useApp } from '../support/app.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();

interface Texts extends Partial<Action> {
  customerName?: string;
  invoiceNumber?: string;
}

let created = 0;

/** Creates an action with these texts; all its other searchable texts are dots. */
async function anActionWith({ make, company }: Tenant, texts: Texts): Promise<string> {
  const { customerName = '·', invoiceNumber = '·'.repeat(++created), ...rest } = texts;
  const { id: customerId } = await make.aCustomer(company, { name: customerName });
  const { id: invoiceId } = await make.anInvoice(company, { customerId, invoiceNumber });
  const dots = { description: '·', recommendationLabel: '·', triggerEventLabel: '·' };
  return (await make.anAction(company, { customerId, invoiceId, ...dots, ...rest })).id;
}

async function search({ client }: Tenant, text: string, more: Record<string, string | boolean> = {}) {
  const { body } = await client.list({ search: text, ...more }).expect(200);
  expect(body.count).toBe(body.data.length);
  return body.data.map(({ id }: { id: string }) => id).toSorted();
}

describe.each([
  ['the description', 'description'],
  ['the recommendation label', 'recommendationLabel'],
  ['the trigger event label', 'triggerEventLabel'],
  ['the customer name', 'customerName'],
  ['the invoice number', 'invoiceNumber'],
])('search in %s', (_, place) => {
  it.each(['The Quetzal 7', 'quetzal', 'QUETZAL', 'uetza', 'zal 7', 'ET', 'q', '7', ' '])(
    'finds the substring %j, ignoring case',
    async (text) => {
      const tenant = await createTenant(app);
      const id = await anActionWith(tenant, { [place]: 'The Quetzal 7' });
      await anActionWith(tenant, { [place]: 'Ibis' });
      expect(await search(tenant, text)).toEqual([id]);
    },
  );

  it('treats %, _ and \\ as literal characters', async () => {
    const tenant = await createTenant(app);
    const special = await anActionWith(tenant, { [place]: 'a 50%_off\\deal' });
    await anActionWith(tenant, { [place]: 'a 50 euro off deal' });
    for (const text of ['%', '_', '\\', '0%', '%_', '%_o', '50%_off\\d']) {
      expect(await search(tenant, text)).toEqual([special]);
    }
    for (const text of ['a%deal', '5__', '%50%', '\\\\', '\\%', '_50', '%%', '%%%']) {
      expect(await search(tenant, text)).toEqual([]);
    }
  });

  it.each([
    ['Müller & Söhne', 'MÜLLER', 'ü', 'sÖ'],
    ['ŁÓDŹ Śląska', 'łódź', 'Ą', 'śl'],
    ['Αθήνα', 'ΑΘΉΝΑ', 'ή', 'Θ'],
    ['ООО Ромашка', 'ромашка', 'Ш', 'оо'],
    ['株式会社ミライ', '株式会社', '株', 'ライ'],
    ['שלום 😀 عميل', 'שלום', '😀', 'عم'],
  ])('finds %s by %s, %s and %s', async (text, ...sought) => {
    const tenant = await createTenant(app);
    const id = await anActionWith(tenant, { [place]: text });
    await anActionWith(tenant, { [place]: 'Ibis' });
    for (const part of sought) expect(await search(tenant, part)).toEqual([id]);
  });

  it('finds no action of another company', async () => {
    const tenant = await createTenant(app);
    const mine = await anActionWith(tenant, { [place]: 'Shared words' });
    await anActionWith(await createTenant(app), { [place]: 'Shared words, foreign secrets' });
    expect(await search(tenant, 'shared')).toEqual([mine]);
    for (const text of ['foreign', 'secrets', ', ']) expect(await search(tenant, text)).toEqual([]);
  });
});

it('search does not match the draft, nor a term that spans two texts', async () => {
  const tenant = await createTenant(app);
  await anActionWith(tenant, {
    description: 'first',
    recommendationLabel: 'second',
    content: 'draft',
    subject: 'sub',
  });
  for (const text of ['draft', 'sub', 'firstsecond', 'first second', 't\u001fs', '\u001f']) {
    expect(await search(tenant, text)).toEqual([]);
  }
});

it('search lists an action once if several of its texts match', async () => {
  const tenant = await createTenant(app);
  const twice = {
    description: 'echo echo',
    triggerEventLabel: 'echo',
    customerName: 'Echo',
    invoiceNumber: 'ECHO',
  };
  const id = await anActionWith(tenant, twice);
  expect(await search(tenant, 'echo')).toEqual([id]);
  expect(await search(tenant, 'ec')).toEqual([id]);
});

it('search finds actions that have no invoice', async () => {
  const tenant = await createTenant(app);
  const { id: customerId } = await tenant.make.aCustomer(tenant.company, { name: 'Solo' });
  const action = await tenant.make.anAction(tenant.company, { customerId, invoiceId: null });
  expect(await search(tenant, 'solo')).toEqual([action.id]);
});

it('search combines with category and include_deleted', async () => {
  const tenant = await createTenant(app);
  const open = await anActionWith(tenant, { description: 'heron' });
  const removed = await anActionWith(tenant, { description: 'heron', deletedAt: new Date() });
  const done = await anActionWith(tenant, {
    description: 'heron',
    status: 'completed',
    deletedAt: new Date(),
  });
  await anActionWith(tenant, { description: 'ibis' });
  expect(await search(tenant, 'heron', { category: 'needs_action' })).toEqual([open]);
  expect(await search(tenant, 'heron', { category: 'history' })).toEqual([done]);
  expect(await search(tenant, 'heron', { include_deleted: true })).toEqual([open, removed, done].toSorted());
});

it('an empty search lists all actions', async () => {
  const tenant = await createTenant(app);
  const id = await anActionWith(tenant, {});
  expect(await search(tenant, '')).toEqual([id]);
});

it.each(['x', 'ü', '😀'])('search accepts 200 characters of %s and rejects 201', async (character) => {
  const tenant = await createTenant(app);
  const id = await anActionWith(tenant, { description: character.repeat(201) });
  expect(await search(tenant, character.repeat(200))).toEqual([id]);
  expectInvalid(await tenant.client.list({ search: character.repeat(201) }), 'query.search: too_long');
});
