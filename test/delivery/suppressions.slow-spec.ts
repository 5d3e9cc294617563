import { beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { useApp } from '../support/app.js';
import { expectInvalid, expectProblem } from '../support/problem.js';
import { createTenant, type Tenant } from '../support/tenant.js';

const app = useApp();
let tenant: Tenant;
beforeEach(async () => {
  tenant = await createTenant(app);
});

const add = (body: object, { client } = tenant) => client.request('post', '/suppressions').send(body);
const remove = (id: string) => tenant.client.request('delete', `/suppressions/${id}`);
const list = async (query = '') => (await tenant.client.get(`/suppressions${query}`).expect(200)).body;

describe('suppressions', () => {
  it('are added in lower case, listed latest first, and removed', async () => {
    const first = (await add({ email: 'Left@ACME.example' }).expect(200)).body;
    expect(first).toEqual({
      id: expect.any(String),
      email: 'left@acme.example',
      reason: 'manual',
      created_at: expect.stringMatching(/Z$/),
    });
    const second = (await add({ email: 'b@acme.example', reason: 'Wants letters' }).expect(200)).body;
    expect(await list()).toMatchObject({ count: 2, data: [second, first] });
    expect(await list('?search=LEFT')).toMatchObject({ count: 1, data: [first] });
    expect((await remove(first.id).expect(200)).body).toEqual(first);
    expect(await list()).toMatchObject({ count: 1, data: [second] });
    expectProblem(await remove(first.id), 'not_found');
  });

  it('keep their first reason', async () => {
    const { body } = await add({ email: 'a@acme.example', reason: 'hard_bounce' }).expect(200);
    expect((await add({ email: 'A@acme.example', reason: 'again' }).expect(200)).body).toEqual(body);
    expect((await list()).count).toBe(1);
  });

  it('have a domain in its ASCII form, as mail servers get it', async () => {
    const { body } = await add({ email: 'a@Bücher.example' }).expect(200);
    expect(body.email).toBe('a@xn--bcher-kva.example');
    expect((await add({ email: 'a@xn--bcher-kva.example' }).expect(200)).body.id).toBe(body.id);
  });

  it('belong to their company', async () => {
    const other = await createTenant(app);
    const { id } = (await add({ email: 'a@acme.example' }, other).expect(200)).body;
    expect((await list()).count).toBe(0);
    expectProblem(await remove(id), 'not_found');
    expectProblem(await remove(uuidv7()), 'not_found');
  });

  it.each([
    [{}],
    [{ email: 'a@b.example, c@d.example' }],
    [{ email: 'a@b.example\r\nBcc: x@y.example' }],
    [{ email: 5 }],
  ])('reject %j', async (body) => {
    const [{ field }] = (await add(body).expect(400)).body.errors;
    expect(field).toBe('email');
  });

  it('reject unknown fields by name', async () => {
    expectInvalid(await add({ email: 'a@b.example', note: 'x' }).expect(400), 'body.note: unknown');
  });
});
