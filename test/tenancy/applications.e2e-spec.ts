import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { type RunningApp, startApp, useApp } from '../support/app.js';
import { aMigratedDatabase } from '../support/database.js';
import { type Desk, openDesk } from '../support/desk.js';
import { persist } from '../support/persist.js';

const here = useApp();
let elsewhere: RunningApp;

beforeAll(async () => {
  elsewhere = await startApp(await aMigratedDatabase());
});
afterAll(() => elsewhere.nest.close());

const companiesOf = (app: RunningApp, { token }: Desk) =>
  request(app.url).get('/api/companies').set('Authorization', `Token ${token}`);

describe('several applications in one process', () => {
  it('know each their own tokens', async () => {
    const [ours, theirs] = [await openDesk(here), await openDesk(elsewhere)];
    await companiesOf(here, ours).expect(200);
    await companiesOf(elsewhere, theirs).expect(200);
    await companiesOf(here, theirs).expect(401);
    await companiesOf(elsewhere, ours).expect(401);
  });
});

describe('many tokens at once', () => {
  it('are each taken for nobody else', async () => {
    const desks: Desk[] = [];
    for (let count = 0; count < 20; count++) desks.push(await openDesk(here));
    const asked = desks.flatMap((desk) => Array.from({ length: 5 }, () => desk));
    const answers = await Promise.all(asked.map((desk) => persist(() => companiesOf(here, desk))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(answers.map(({ body }) => body.data.map(({ id }: { id: string }) => id))).toEqual(
      asked.map(({ company }) => [company.id]),
    );
  });
});
