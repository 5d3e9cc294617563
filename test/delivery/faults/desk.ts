import { setTimeout as sleep } from 'node:timers/promises';
import type { Response, Test } from 'supertest';
import type { Action } from '../../../src/actions/store/action.entity.js';
import type { Tenant } from '../../support/tenant.js';
import type { Gone } from './invariants.js';

/** As long as an attempt can take that began before a hold: it sees no later change. */
const LONGEST_ATTEMPT_SECONDS = 45;

/** What the clients of all companies have done. */
export interface Record {
  /** How often each status was the response. */
  statuses: Map<number, number>;
  /** The X-Request-Ids of the commands that were answered with 200. */
  acknowledged: string[];
  gone: Gone[];
}

/** What people and the accounting system do in one company, over HTTP. */
export class Desk {
  constructor(
    readonly tenant: Tenant,
    private readonly record: Record,
  ) {}

  anEmail(overrides: Partial<Action> = {}): Promise<Action> {
    const { make, company } = this.tenant;
    return make.anAction(company, {
      subject: 'Invoice overdue',
      content: `Dear Acme, please pay. ${Math.random()}`,
      toRecipients: [{ name: 'Acme Supply', address: 'ap@acme.example' }],
      ...overrides,
    });
  }

  /** Sends a command; whether it is refused, or even times out, is no matter. */
  async command(name: string, id: string, body: object = {}): Promise<Response> {
    const requestId = `${name}-${crypto.randomUUID()}`;
    const response = await this.send(
      this.tenant.client.request('post', `/actions/${id}/${name}`).set('X-Request-Id', requestId).send(body),
    );
    if (response.status === 200) this.record.acknowledged.push(requestId);
    return response;
  }

  /** Waits until somebody sends the e-mail, or for three seconds. */
  async untilSending(id: string): Promise<void> {
    for (let poll = 0; poll < 20; poll += 1) {
      const { body } = await this.send(this.tenant.client.detail(id));
      if (body.delivery?.status === 'sending') return;
      await sleep(150);
    }
  }

  async edit(id: string, body: object): Promise<void> {
    await this.send(this.tenant.client.request('patch', `/actions/${id}`).send(body));
  }

  async bulkApprove(ids: string[]): Promise<void> {
    await this.send(this.tenant.client.request('post', '/actions/bulk/approve').send({ ids }));
  }

  /** Syncs the invoice of an action as paid or void. */
  async settle({ customerId, invoiceId }: Action, status: 'paid' | 'void'): Promise<void> {
    const invoice = {
      invoice_number: `INV-${invoiceId}`,
      customer_external_id: customerId,
      amount: '1250.00',
      currency: 'USD',
      issued_on: '2026-09-12',
      due_date: '2026-10-12',
      status,
    };
    const { status: code } = await this.send(
      this.tenant.client.request('put', '/ledger').send({ invoices: [invoice] }),
    );
    if (code === 200) this.record.gone.push({ subject_id: invoiceId!, at: new Date(), grace_seconds: 0 });
  }

  async hold({ customerId }: Action): Promise<void> {
    const hold = this.tenant.client.request('put', `/customers/${customerId}/hold`);
    const { status } = await this.send(hold.send({ reason: 'They are bankrupt.' }));
    if (status !== 200) return;
    this.record.gone.push({
      subject_id: customerId,
      at: new Date(),
      grace_seconds: LONGEST_ATTEMPT_SECONDS,
    });
  }

  async holdBriefly({ customerId }: Action): Promise<void> {
    const path = `/customers/${customerId}/hold`;
    await this.send(this.tenant.client.request('put', path).send({ reason: 'A question is open.' }));
    await this.send(this.tenant.client.request('delete', path));
  }

  /** The ids of the actions whose delivery needs a person. */
  async listed(delivery_status: 'failed' | 'unknown'): Promise<string[]> {
    const { status, body } = await this.send(this.tenant.client.list({ delivery_status, page_size: 20 }));
    return status === 200 ? body.data.map(({ id }: { id: string }) => id) : [];
  }

  private async send(test: Test): Promise<Response> {
    const response = await test;
    const { statuses } = this.record;
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    return response;
  }
}
