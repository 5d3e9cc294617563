import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../problems/domain-error.js';
import type { Claim, WorkKind } from './claim.js';
import { FairQueue } from './fair-queue.js';
import { PoolShares } from './pool-shares.js';

/** Of ten connections, eight are for clients: six for one client, four for one company, six for slow work, two for searches. */
const queueOf = (connections = 10) => new FairQueue(new PoolShares(connections));
const PATIENT = { timeoutMs: 60_000 };

const claim = (company: string, kind: WorkKind = 'quick', client = `client of ${company}`): Claim => ({
  client,
  company,
  kind,
});

/** Takes connections at once, and records the order in which they are granted. */
function takeAll(queue: FairQueue, claims: (Claim | null)[]) {
  const granted: { claim: Claim | null; giveBack: () => void }[] = [];
  const errors: unknown[] = [];
  for (const one of claims) {
    queue.take(one, PATIENT).then(
      (giveBack) => granted.push({ claim: one, giveBack }),
      (error: unknown) => errors.push(error),
    );
  }
  return { granted, errors };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const times = <T>(count: number, item: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => item(n));
const companiesOf = (granted: readonly { claim: Claim | null }[]) => granted.map((one) => one.claim?.company);

describe('the share', () => {
  it.each<[string, (Claim | null)[], number]>([
    ['of one company is half of the connections for clients', times(20, () => claim('A')), 4],
    ['of one company is the same with many clients', times(20, (n) => claim('A', 'quick', `token ${n}`)), 4],
    ['of one client is three quarters', times(20, (n) => claim(`${n}`, 'quick', 'one token')), 6],
    ['of all clients leaves two connections', times(20, (n) => claim(`${n}`)), 8],
    ['of searches is one for a company', times(5, () => claim('A', 'search')), 1],
    ['of searches is two for all companies', times(5, (n) => claim(`${n}`, 'search')), 2],
    ['of serialized work is two for a company', times(5, () => claim('A', 'serialized')), 2],
    ['of slow work leaves two connections for quick work', times(20, (n) => claim(`${n}`, 'serialized')), 6],
    [
      'of reads that fell back from the read replica is half',
      times(20, (n): Claim => ({ ...claim(`${n}`), hasFallenBack: true })),
      4,
    ],
    ['of the process itself is every connection', times(20, () => null), 10],
  ])('%s', async (_, claims, expected) => {
    const { granted, errors } = takeAll(queueOf(), claims);
    await settle();
    expect({ granted: granted.length, errors }).toEqual({ granted: expected, errors: [] });
  });

  it('of slow work leaves one connection of the company for its quick work', async () => {
    const slow = (['search', 'serialized', 'serialized', 'bulk', 'bulk'] as const).map((kind) =>
      claim('A', kind),
    );
    const { granted } = takeAll(queueOf(), [...slow, claim('A')]);
    await settle();
    expect(granted.map((one) => one.claim?.kind)).toEqual(['search', 'serialized', 'serialized', 'quick']);
  });

  it.each([1, 2, 3, 4])('is at least one connection of a pool of %d', async (connections) => {
    const kinds: WorkKind[] = ['quick', 'search', 'bulk', 'serialized'];
    for (const kind of kinds) {
      const { granted } = takeAll(queueOf(connections), [claim('A', kind)]);
      await settle();
      expect(granted).toHaveLength(1);
    }
  });
});

describe('the next connection goes', () => {
  it('to the process itself before every client', async () => {
    const queue = queueOf(1);
    const { granted } = takeAll(queue, [claim('A'), claim('B'), null]);
    await settle();
    granted[0]!.giveBack();
    await settle();
    expect(granted.map((one) => one.claim?.company)).toEqual(['A', undefined]);
  });

  it('to a company that holds none before one that holds many', async () => {
    const companies = [...times(6, () => 'A'), ...times(6, () => 'B'), 'C'];
    const { granted } = takeAll(
      queueOf(),
      companies.map((company) => claim(company)),
    );
    await settle();
    expect(companiesOf(granted)).toEqual(['A', 'A', 'A', 'A', 'B', 'B', 'B', 'B']);
    granted[0]!.giveBack();
    await settle();
    expect(granted.at(-1)!.claim?.company).toBe('C');
  });

  it('to another client before a client that holds many in different companies', async () => {
    const claims = times(20, (n) => claim(`${n}`, 'quick', 'one token'));
    const { granted } = takeAll(queueOf(), [...claims, claim('X'), claim('Y'), claim('Z')]);
    await settle();
    expect(companiesOf(granted).slice(-2)).toEqual(['X', 'Y']);
    granted[0]!.giveBack();
    await settle();
    expect(granted.at(-1)!.claim?.company).toBe('Z');
  });

  it('to each company in turn if there is one connection', async () => {
    const queue = queueOf(1);
    const { granted } = takeAll(
      queue,
      ['A', 'A', 'A', 'B', 'B'].map((company) => claim(company)),
    );
    for (let n = 0; n < 5; n++) {
      await settle();
      granted[n]!.giveBack();
    }
    expect(companiesOf(granted)).toEqual(['A', 'B', 'A', 'B', 'A']);
    expect(queue.waitingCount).toBe(0);
  });

  it('to the claims of a company in their order', async () => {
    const claims = times(10, (n) => claim('A', 'search', `token ${n}`));
    const { granted } = takeAll(queueOf(), claims);
    for (let n = 0; n < 10; n++) {
      await settle();
      granted[n]!.giveBack();
    }
    expect(granted.map((one) => one.claim)).toEqual(claims);
  });
});

describe('a claim is refused', () => {
  const codeOf = (error: unknown) => (error as DomainError).code;

  it('with throttled at once if too many of its company wait', async () => {
    const { granted, errors } = takeAll(
      queueOf(),
      times(30, () => claim('A', 'search')),
    );
    await settle();
    expect(granted).toHaveLength(1);
    expect(errors.map(codeOf)).toEqual(times(19, () => 'throttled'));
  });

  it('with throttled at the end of its time if its company has its share', async () => {
    const queue = queueOf();
    takeAll(
      queue,
      times(4, () => claim('A')),
    );
    const refused = await queue.take(claim('A'), { timeoutMs: 1 }).catch(codeOf);
    expect(refused).toBe('throttled');
  });

  it('with service_unavailable at the end of its time if others have all connections', async () => {
    const queue = queueOf();
    takeAll(
      queue,
      times(8, (n) => claim(`${n}`)),
    );
    expect(await queue.take(claim('A'), { timeoutMs: 1 }).catch(codeOf)).toBe('service_unavailable');
    expect(queue.waitingCount).toBe(0);
  });

  it('when nobody needs it any more, so that it takes no connection', async () => {
    const queue = queueOf(1);
    const { granted } = takeAll(queue, [claim('A')]);
    await settle();
    const abandonment = new AbortController();
    const abandoned = queue.take(claim('B'), { ...PATIENT, signal: abandonment.signal });
    const last = takeAll(queue, [claim('C')]);
    abandonment.abort();
    await expect(abandoned).rejects.toThrow(DomainError);
    granted[0]!.giveBack();
    await settle();
    expect([queue.waitingCount, companiesOf(last.granted)]).toEqual([0, ['C']]);
  });
});

it('a connection that is given back twice counts once', async () => {
  const queue = queueOf(1);
  const { granted } = takeAll(queue, [claim('A'), claim('B'), claim('C')]);
  await settle();
  granted[0]!.giveBack();
  granted[0]!.giveBack();
  await settle();
  expect(granted).toHaveLength(2);
});
