import { describe, expect, it } from '@jest/globals';
import type { Action } from '../../src/actions/store/action.entity.js';
import { useApp } from '../support/app.js';
import { type Desk, openDesk } from '../support/desk.js';
import { expectInvalid } from '../support/problem.js';

const app = useApp();

interface Texts extends Partial<Action> {
  customerName?: string;
  invoiceNumber?: string;
}

let made = 0;

/** An action with the texts given; elsewhere it has dots alone. */
async function anActionWith({ make, company }: Desk, texts: Texts): Promise<string> {
  const { customerName = '·', invoiceNumber = '·'.repeat(++made), ...rest } = texts;
  const { id: customerId } = await make.aCustomer(company, { name: customerName });
  const { id: invoiceId } = await make.anInvoice(company, { customerId, invoiceNumber });
  const dots = { description: '·', recommendationLabel: '·', triggerEventLabel: '·' };
  return (await make.anAction(company, { customerId, invoiceId, ...dots, ...rest })).id;
}

async function search({ client }: Desk, text: string, more: Record<string, string | boolean> = {}) {
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
])('search looks into %s', (_, place) => {
  it.each(['The Quetzal 7', 'quetzal', 'QUETZAL', 'uetza', 'zal 7', 'ET', 'q', '7', ' '])(
    'and finds %j, a case-insensitive substring',
    async (text) => {
      const desk = await openDesk(app);
      const id = await anActionWith(desk, { [place]: 'The Quetzal 7' });
      await anActionWith(desk, { [place]: 'Ibis' });
      expect(await search(desk, text)).toEqual([id]);
    },
  );

  it('and takes %, _ and \\ to the letter', async () => {
    const desk = await openDesk(app);
    const odd = await anActionWith(desk, { [place]: 'a 50%_off\\deal' });
    await anActionWith(desk, { [place]: 'a 50 euro off deal' });
    for (const text of ['%', '_', '\\', '0%', '%_', '%_o', '50%_off\\d']) {
      expect(await search(desk, text)).toEqual([odd]);
    }
    for (const text of ['a%deal', '5__', '%50%', '\\\\', '\\%', '_50', '%%', '%%%']) {
      expect(await search(desk, text)).toEqual([]);
    }
  });

  it.each([
    ['Müller & Söhne', 'MÜLLER', 'ü', 'sÖ'],
    ['ŁÓDŹ Śląska', 'łódź', 'Ą', 'śl'],
    ['Αθήνα', 'ΑΘΉΝΑ', 'ή', 'Θ'],
    ['ООО Ромашка', 'ромашка', 'Ш', 'оо'],
    ['株式会社ミライ', '株式会社', '株', 'ライ'],
    ['שלום 😀 عميل', 'שלום', '😀', 'عم'],
  ])('and finds %s by %s, %s and %s', async (text, ...sought) => {
    const desk = await openDesk(app);
    const id = await anActionWith(desk, { [place]: text });
    await anActionWith(desk, { [place]: 'Ibis' });
    for (const part of sought) expect(await search(desk, part)).toEqual([id]);
  });

  it('and never into those of another company', async () => {
    const desk = await openDesk(app);
    const mine = await anActionWith(desk, { [place]: 'Shared words' });
    await anActionWith(await openDesk(app), { [place]: 'Shared words, foreign secrets' });
    expect(await search(desk, 'shared')).toEqual([mine]);
    for (const text of ['foreign', 'secrets', ', ']) expect(await search(desk, text)).toEqual([]);
  });
});

it('search does not look into the draft, nor across two texts', async () => {
  const desk = await openDesk(app);
  await anActionWith(desk, {
    description: 'first',
    recommendationLabel: 'second',
    content: 'draft',
    subject: 'sub',
  });
  for (const text of ['draft', 'sub', 'firstsecond', 'first second', 't\u001fs', '\u001f']) {
    expect(await search(desk, text)).toEqual([]);
  }
});

it('search finds an action once, however often the text occurs', async () => {
  const desk = await openDesk(app);
  const twice = {
    description: 'echo echo',
    triggerEventLabel: 'echo',
    customerName: 'Echo',
    invoiceNumber: 'ECHO',
  };
  const id = await anActionWith(desk, twice);
  expect(await search(desk, 'echo')).toEqual([id]);
  expect(await search(desk, 'ec')).toEqual([id]);
});

it('search finds actions that have no invoice', async () => {
  const desk = await openDesk(app);
  const { id: customerId } = await desk.make.aCustomer(desk.company, { name: 'Solo' });
  const action = await desk.make.anAction(desk.company, { customerId, invoiceId: null });
  expect(await search(desk, 'solo')).toEqual([action.id]);
});

it('search narrows a category, and obeys include_deleted', async () => {
  const desk = await openDesk(app);
  const open = await anActionWith(desk, { description: 'heron' });
  const gone = await anActionWith(desk, { description: 'heron', deletedAt: new Date() });
  const done = await anActionWith(desk, { description: 'heron', status: 'completed', deletedAt: new Date() });
  await anActionWith(desk, { description: 'ibis' });
  expect(await search(desk, 'heron', { category: 'needs_action' })).toEqual([open]);
  expect(await search(desk, 'heron', { category: 'history' })).toEqual([done]);
  expect(await search(desk, 'heron', { include_deleted: true })).toEqual([open, gone, done].toSorted());
});

it('an empty search is none', async () => {
  const desk = await openDesk(app);
  const id = await anActionWith(desk, {});
  expect(await search(desk, '')).toEqual([id]);
});

it.each(['x', 'ü', '😀'])('search takes 200 characters of %s and refuses 201', async (character) => {
  const desk = await openDesk(app);
  const id = await anActionWith(desk, { description: character.repeat(201) });
  expect(await search(desk, character.repeat(200))).toEqual([id]);
  expectInvalid(await desk.client.list({ search: character.repeat(201) }), 'query.search: too_long');
});
