import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Page, PageRequest } from '../../../database/page.js';
import type { RowOf } from '../../../database/row-of.js';
import { IS_OF_COMPANY } from '../../../database/sql/keys.js';
import { selectPage } from '../../../database/sql/select-page.js';
import { Transactions } from '../../../database/transactions.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import { WebhookDelivery, type WebhookDeliveryStatus } from './webhook-delivery.entity.js';

export type WebhookDeliveryRow = RowOf<WebhookDelivery>;

const IS_DELIVERY = `${IS_OF_COMPANY} AND endpoint_id = $2 AND id = $3`;
const FIND = `SELECT * FROM webhook_delivery WHERE ${IS_DELIVERY}`;
const RESEND = `
  WITH resent AS (
    UPDATE webhook_delivery SET status = 'waiting', tries = 0, next_attempt_at = NULL, updated_at = $4
    WHERE ${IS_DELIVERY} RETURNING *)
  SELECT * FROM resent`;
const WAITING_TESTS = `
  SELECT count(*)::int AS count FROM webhook_delivery
  WHERE ${IS_OF_COMPANY} AND endpoint_id = $2 AND status = 'waiting' AND body IS NOT NULL`;
const SET_DUE = `
  UPDATE webhook_endpoint SET due_at = least(due_at, $3) WHERE ${IS_OF_COMPANY} AND id = $2`;

/** Reads deliveries, and adds what clients ask for. The worker has its own statements (see worker/). */
@Injectable()
export class WebhookDeliveriesRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  list(
    company: CompanyId,
    endpointId: string,
    { status, ...page }: PageRequest & { status?: WebhookDeliveryStatus },
  ): Promise<Page<WebhookDeliveryRow>> {
    const listing = {
      from: 'webhook_delivery',
      where: `company_id = $1 AND endpoint_id = $2${status ? ' AND status = $3' : ''}`,
      orderBy: 'created_at DESC, id DESC',
      columns: 'd.*',
      joins: 'JOIN webhook_delivery d ON d.company_id = $1 AND d.endpoint_id = $2 AND d.id = k.id',
      values: [company, endpointId, ...(status ? [status] : [])],
    };
    return selectPage(this.dataSource, listing, page);
  }

  async find(company: CompanyId, endpointId: string, id: string): Promise<WebhookDeliveryRow | undefined> {
    const values = [company, endpointId, id];
    return (await this.transactions.manager.query<WebhookDeliveryRow[]>(FIND, values))[0];
  }

  async countWaitingTests(company: CompanyId, endpointId: string): Promise<number> {
    const values = [company, endpointId];
    const [{ count }] = await this.transactions.manager.query<[{ count: number }]>(WAITING_TESTS, values);
    return count;
  }

  /** Adds a delivery that is due at once. The caller has locked the endpoint. */
  async add(delivery: Partial<WebhookDelivery> & { companyId: CompanyId; endpointId: string }, now: Date) {
    await this.transactions.manager.insert(WebhookDelivery, delivery);
    await this.setDue(delivery.companyId, delivery.endpointId, now);
  }

  /** Begins a delivery anew. The caller has locked the endpoint. */
  async resend(
    company: CompanyId,
    endpointId: string,
    id: string,
    now: Date,
  ): Promise<WebhookDeliveryRow | undefined> {
    const values = [company, endpointId, id, now];
    const [row] = await this.transactions.manager.query<WebhookDeliveryRow[]>(RESEND, values);
    if (row) await this.setDue(company, endpointId, now);
    return row;
  }

  private async setDue(company: CompanyId, endpointId: string, now: Date): Promise<void> {
    await this.transactions.manager.query(SET_DUE, [company, endpointId, now]);
  }
}
