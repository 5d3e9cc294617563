import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type RunningApp, startApp, useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { retryOn503 } from '../support/retry-on-503.js';

const first = useApp();
let second: RunningApp;

beforeAll(async () => {
  second = await startApp(await createMigratedDatabase());
});
afterAll(() => second.nest.close());

const companiesOf = (app: RunningApp, { token }: Tenant) =>
  request(app.url).get('/api/companies').set('Authorization', `Token ${token}`);

describe('several applications in one process', () => {
  it('accept only their own tokens', async () => {
    const [ofFirst, ofSecond] = [await createTenant(first), await createTenant(second)];
    await companiesOf(first, ofFirst).expect(200);
    await companiesOf(second, ofSecond).expect(200);
    await companiesOf(first, ofSecond).expect(401);
    await companiesOf(second, ofFirst).expect(401);
  });
});

describe('concurrent requests with many tokens', () => {
  it('are each authenticated as their own caller', async () => {
    const tenants: Tenant[] = [];
    for (let count = 0; count < 20; count++) tenants.push(await createTenant(first));
    const callers = tenants.flatMap((tenant) => Array.from({ length: 5 }, () => tenant));
    const responses = await Promise.all(
      callers.map((tenant) => retryOn503(() => companiesOf(first, tenant))),
    );
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
    expect(responses.map(({ body }) => body.data.map(({ id }: { id: string }) => id))).toEqual(
      callers.map(({ company }) => [company.id]),
    );
  });
});
