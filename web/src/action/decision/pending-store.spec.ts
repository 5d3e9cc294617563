import { describe, expect, it } from '@jest/globals';
import { ApiError } from '../../api/api-error.js';
import type { Decision } from './pending.js';
import { PendingStore } from './pending-store.js';

const decision = (send: Decision['send'], isDelayed = true): Decision => ({
  doing: 'Approving',
  done: 'Approved',
  title: 'Reminder',
  href: '/',
  companyId: 'c',
  actionIds: ['a'],
  isDelayed,
  send,
});
const never = () => Promise.reject(new Error('refused'));

describe('sending what waits before the session ends', () => {
  it('waits until all of it has arrived, also what is on its way already', async () => {
    const store = new PendingStore(() => Promise.resolve());
    const arrived: string[] = [];
    const send = (name: string) => () =>
      new Promise<void>((resolve) =>
        setTimeout(() => {
          arrived.push(name);
          resolve();
        }, 20),
      );
    store.decide(decision(send('at once'), false));
    store.decide(decision(send('delayed')));
    expect(await store.flush(false)).toBe(true);
    expect(arrived).toEqual(['at once', 'delayed']);
    for (const { id } of store.current()) store.dismiss(id);
  });

  it('says that something was refused, and once that was shown lets go', async () => {
    const store = new PendingStore(() => Promise.resolve());
    store.decide(decision(never));
    expect(await store.flush(false)).toBe(false);
    expect(await store.flush(false)).toBe(true);
  });

  it('says that something could not be sent, and tries again the next time', async () => {
    const store = new PendingStore(() => Promise.resolve());
    let isReachable = false;
    store.decide(
      decision(() => (isReachable ? Promise.resolve() : Promise.reject(new ApiError(0, 'offline', '')))),
    );
    expect(await store.flush(false)).toBe(false);
    isReachable = true;
    expect(await store.flush(false)).toBe(true);
    for (const { id } of store.current()) store.dismiss(id);
  });
});
