import { beforeEach, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { personOf, type Person } from '../support/person.js';
import { createTenant, type Tenant } from '../support/tenant.js';

const app = useApp();
let tenant: Tenant;
const setRole = (id: string, access_role: string | null, { client }: Pick<Tenant, 'client'> = tenant) =>
  client.request('patch', `/contacts/${id}`).send({ access_role });
const syncEmail = (email: string, active = true) =>
  tenant.client
    .request('put', '/ledger')
    .send({ contacts: [{ external_id: 'E-1', name: 'Ade Bello', email, active }] })
    .expect(200);

describe('the access of a contact', () => {
  beforeEach(async () => {
    tenant = await createTenant(app);
  });

  it('is granted, changed and ended by a client with the scope admin, with an event', async () => {
    const { id } = tenant.contact;
    const { body } = await setRole(id, 'admin').expect(200);
    expect(body).toMatchObject({ id, access_role: 'admin', active: true });
    await setRole(id, 'admin').expect(200);
    await personOf(app, tenant, 'admin');
    expect((await setRole(id, null).expect(200)).body.access_role).toBeNull();
    const events = await tenant.client.get('/events', { types: 'contact.updated' }).expect(200);
    const ofContact = events.body.data.filter((event: { data: { id: string } }) => event.data.id === id);
    expect(ofContact).toMatchObject([
      { data: { access_role: 'admin', previous: { access_role: null } } },
      { data: { access_role: null, previous: { access_role: 'admin' } } },
    ]);
  });

  it.each([{}, { access_role: 'owner' }, { access_role: 'admin', name: 'Eve' }])(
    'is not %j',
    async (body) => {
      await tenant.client.request('patch', `/contacts/${tenant.contact.id}`).send(body).expect(400);
    },
  );

  it('stays with the last admin, except for the operator', async () => {
    const admin = await personOf(app, tenant, 'admin');
    for (const role of [null, 'viewer'])
      expect((await setRole(admin.id, role, admin).expect(409)).body.code).toBe('last_admin');
    const other = await personOf(app, tenant, 'admin');
    await setRole(admin.id, 'viewer', admin).expect(200);
    await setRole(other.id, 'viewer', other).expect(409);
  });

  it('is not granted to a second contact with the same e-mail address, nor to an inactive one', async () => {
    const [one, two] = [
      tenant.contact,
      await tenant.make.aContact(tenant.company, { email: 'DANA@example.com' }),
    ];
    await setRole(one.id, 'viewer').expect(200);
    expect((await setRole(two.id, 'viewer').expect(400)).body.errors).toMatchObject([
      { code: 'email_taken' },
    ]);
    const inactive = await tenant.make.aContact(tenant.company, { active: false, email: 'a@example.com' });
    expect((await setRole(inactive.id, 'viewer').expect(400)).body.errors).toMatchObject([
      { code: 'inactive' },
    ]);
  });

  it('bounds a token that is bound to the contact, from the next request on', async () => {
    const person = await personOf(app, tenant, 'decider');
    const { id } = await tenant.make.anAction(tenant.company);
    await person.client.request('patch', `/actions/${id}`).send({ urgency_score: 3 }).expect(200);
    await setRole(person.id, 'viewer').expect(200);
    await person.client.detail(id).expect(200);
    await person.client.request('patch', `/actions/${id}`).send({ urgency_score: 4 }).expect(403);
    await setRole(person.id, null).expect(200);
    await person.client.detail(id).expect(401);
    await setRole(person.id, 'decider').expect(200);
    await person.client.detail(id).expect(401);
  });

  describe('of a contact that a ledger sync writes', () => {
    let person: Person;

    beforeEach(async () => {
      person = await personOf(app, tenant, 'admin');
      await app.dataSource.query(`UPDATE company_contact SET external_id = 'E-1' WHERE id = $1`, [person.id]);
      await syncEmail('ade@example.com');
      await setRole(person.id, 'admin').expect(200);
    });
    const works = async (token: string, status: number) =>
      tenant.client.as(token).get('/contacts').expect(status);
    const accessRole = async () => {
      const { body } = await tenant.client.get('/contacts').expect(200);
      return body.data.find(({ id }: { id: string }) => id === person.id).access_role as string | null;
    };

    it('rests while the address is another, and the next grant is for another person', async () => {
      // The token of before the change of address stays invalid after the new grant.
      await works(person.token, 401);
      const again = await personOf(app, tenant, 'viewer', 'Tom');
      await app.dataSource.query(`UPDATE company_contact SET external_id = 'E-2' WHERE id = $1`, [again.id]);
      const rows = (email: string) => ({ contacts: [{ external_id: 'E-2', name: 'Tom', email }] });
      const sync = (email: string) => tenant.client.request('put', '/ledger').send(rows(email)).expect(200);
      const [{ email }] = await app.dataSource.query('SELECT email FROM company_contact WHERE id = $1', [
        again.id,
      ]);
      await sync('eve@example.com');
      await works(again.token, 401);
      await sync(email.toUpperCase());
      await works(again.token, 200);
      await sync('eve@example.com');
      await setRole(again.id, 'viewer').expect(200);
      await works(again.token, 401);
    });

    it('keeps its role when the ledger sends the contact again, rests while it is inactive', async () => {
      expect(await accessRole()).toBe('admin');
      await syncEmail('eve@example.com');
      expect(await accessRole()).toBeNull();
      await syncEmail('ade@example.com', false);
      expect(await accessRole()).toBe('admin');
    });
  });
});
