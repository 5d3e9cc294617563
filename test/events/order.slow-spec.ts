import { beforeEach, expect, it } from '@jest/globals';
import { Transactions } from '../../src/database/transactions.js';
import { EventFeed, type EventFilter } from '../../src/events/event-feed.js';
import { Outbox } from '../../src/events/outbox.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import { useApp } from '../support/app.js';
import { createTenantWithLedger } from '../support/tenant-with-ledger.js';

const app = useApp();
let company: CompanyId;

beforeEach(async () => {
  const tenant = await createTenantWithLedger(app);
  company = await app.nest.get(OperatorAdmission).admit(tenant.company.id);
});

const append = (name: string) =>
  app.nest
    .get(Outbox)
    .append(company, [
      { type: 'settings.updated', actor: { name, requestId: null }, data: {}, at: app.clock.now() },
    ]);
const read = async (after: string | null = null, filter: EventFilter = {}, limit = 10) => {
  const { events, ...page } = await app.nest.get(EventFeed).read(company, after, filter, limit);
  return { ...page, events: events.map(({ actor }) => actor) };
};

it('gives an event that commits late a place after those that readers have seen', async () => {
  let release = () => {};
  const waiting = new Promise<void>((resolve) => (release = resolve));
  let appended = () => {};
  const isAppended = new Promise<void>((resolve) => (appended = resolve));
  const late = app.nest.get(Transactions).run(async () => {
    await append('late');
    appended();
    await waiting;
  });
  await isAppended;
  await append('early');
  expect(await read()).toEqual({ events: ['early'], next: '1', hasMore: false });
  release();
  await late;
  expect(await read('1')).toEqual({ events: ['late'], next: '2', hasMore: false });
});

it('reads by type and by limit, and returns how far it has read even if nothing matches', async () => {
  for (const name of ['a', 'b', 'c']) await append(name);
  expect(await read(null, {}, 2)).toEqual({ events: ['a', 'b'], next: '2', hasMore: true });
  expect(await read('2', {}, 2)).toEqual({ events: ['c'], next: '3', hasMore: false });
  expect(await read('0', { types: ['settings.updated', 'hold.set'] }, 1)).toEqual({
    events: ['a'],
    next: '1',
    hasMore: true,
  });
  expect(await read(null, { types: ['hold.set'] })).toEqual({ events: [], next: '3', hasMore: false });
  expect(await app.nest.get(EventFeed).latest(company)).toBe('3');
  await expect(read('4')).rejects.toMatchObject({ code: 'cursor_expired' });
});

it('calls hooks once the outermost transaction has committed, and none after a rollback', async () => {
  const transactions = app.nest.get(Transactions);
  const calls: string[] = [];
  const nested = (outcome: string, error?: Error) =>
    transactions.run(async () => {
      await transactions.run(async () => {
        transactions.afterCommit('a', () => calls.push('replaced'));
        transactions.afterCommit('a', () => calls.push(`a ${outcome}`));
        transactions.afterCommit('b', () => {
          throw new Error('An error of a hook.');
        });
      });
      calls.push(`inside ${outcome}`);
      if (error) throw error;
    });
  await nested('committed');
  await expect(nested('rolled back', new Error('no'))).rejects.toThrow('no');
  expect(calls).toEqual(['inside committed', 'a committed', 'inside rolled back']);
});
