import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type RunningApp, startApp, useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { type Tenant, createTenant } from '../support/tenant.js';
import { retryOn503 } from '../support/retry-on-503.js';

const here = useApp();
let elsewhere: RunningApp;

beforeAll(async () => {
  elsewhere = await startApp(await createMigratedDatabase());
});
afterAll(() => elsewhere.nest.close());

const companiesOf = (app: RunningApp, { token }: Tenant) =>
  request(app.url).get('/api/companies').set('Authorization', `Token ${token}`);

describe('several applications in one process', () => {
  it('know each their own tokens', async () => {
    const [ours, theirs] = [await createTenant(here), await createTenant(elsewhere)];
    await companiesOf(here, ours).expect(200);
    await companiesOf(elsewhere, theirs).expect(200);
    await companiesOf(here, theirs).expect(401);
    await companiesOf(elsewhere, ours).expect(401);
  });
});

describe('many tokens at once', () => {
  it('are each taken for nobody else', async () => {
    const tenants: Tenant[] = [];
    for (let count = 0; count < 20; count++) tenants.push(await createTenant(here));
    const asked = tenants.flatMap((tenant) => Array.from({ length: 5 }, () => tenant));
    const answers = await Promise.all(asked.map((tenant) => retryOn503(() => companiesOf(here, tenant))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers.map(({ body }) => body.data.map(({ id }: { id: string }) => id))).toEqual(
      asked.map(({ company }) => [company.id]),
    );
  });
});
