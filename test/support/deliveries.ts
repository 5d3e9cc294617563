import { expect } from '@jest/globals';
import type { Response, Test } from 'supertest';
import type { RunningApp } from './app.js';
import type { Client } from './client.js';
import type { Tenant } from './tenant.js';

type Name = 'claim' | 'release' | 'retry' | 'complete' | 'cancel' | 'reject' | 'approve';

export const perform = (client: Client, name: Name, id: string, body: object = {}): Test =>
  client.request('post', `/actions/${id}/${name}`).send(body);

/** Expects a problem with this code, whatever else it tells. */
export function expectRefusal({ status, body }: Response, code: string): void {
  expect({ code: body.code, isError: status >= 400 && status < 500 }).toEqual({ code, isError: true });
}

/** Calls, which are always delivered from outside, and workers that deliver them. */
export class DeliveryScene {
  constructor(
    private readonly app: RunningApp,
    readonly tenant: Tenant,
    /** A client whose token can only deliver and read. */
    readonly worker: Client,
    /** Another client whose token has the same name and scopes. */
    readonly rival: Client,
  ) {}

  static async of(app: RunningApp, tenant: Tenant): Promise<DeliveryScene> {
    const { make, company, client } = tenant;
    const aWorker = async () =>
      client.as(await make.aToken([company], { name: 'crm-connector', scopes: ['deliver', 'read'] }));
    return new DeliveryScene(app, tenant, await aWorker(), await aWorker());
  }

  /** @param actionType an e-mail is for the built-in sender */
  async approved(actionType: 'call' | 'email' = 'call'): Promise<string> {
    const { id } = await this.tenant.make.anAction(this.tenant.company, { actionType });
    await perform(this.tenant.client, 'approve', id).expect(200);
    return id;
  }

  async claimed(client = this.worker): Promise<string> {
    const id = await this.approved();
    await perform(client, 'claim', id).expect(200);
    return id;
  }

  async deliveryOf(id: string): Promise<Record<string, unknown>> {
    return (await this.tenant.client.detail(id).expect(200)).body.delivery;
  }

  /** Lets the lease of an action expire. */
  expire(id: string): Promise<void> {
    return this.tenant.make.changeDelivery(id, { leaseUntil: new Date(Date.now() - 1_000) });
  }

  /** Syncs the invoice of an action as paid. */
  async pay(id: string): Promise<Response> {
    const [invoice] = await this.app.dataSource.query<object[]>(
      `SELECT c.external_id AS customer_external_id, i.invoice_number, i.amount, i.currency, i.issued_on::text, i.due_on::text,
         'paid' AS status, '0' AS balance
       FROM action a JOIN invoice i ON i.id = a.invoice_id JOIN customer c ON c.id = i.customer_id WHERE a.id = $1`,
      [id],
    );
    return this.tenant.client
      .request('put', '/ledger')
      .send({ invoices: [invoice] })
      .expect(200);
  }
}
