import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Page, PageRequest } from '../../../database/page.js';
import type { RowOf } from '../../../database/row-of.js';
import { IS_OF_COMPANY } from '../../../database/sql/keys.js';
import { lockName } from '../../../database/sql/lock-name.js';
import { selectPage } from '../../../database/sql/select-page.js';
import { Transactions } from '../../../database/transactions.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import { WebhookEndpoint } from './webhook-endpoint.entity.js';

export type WebhookEndpointRow = RowOf<WebhookEndpoint>;

const COUNT = `
  SELECT count(*)::int AS count FROM webhook_endpoint WHERE ${IS_OF_COMPANY} AND deleted_at IS NULL`;
const FIND = `SELECT * FROM webhook_endpoint WHERE ${IS_OF_COMPANY} AND id = $2 AND deleted_at IS NULL`;
const REPLAY = `
  UPDATE webhook_endpoint SET replay_since = least(replay_since, $3) WHERE ${IS_OF_COMPANY} AND id = $2`;

/** Reads and writes webhook endpoints in the open transaction, if there is one. */
@Injectable()
export class WebhookEndpointsRepository {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transactions: Transactions,
  ) {}

  list(company: CompanyId, page: PageRequest): Promise<Page<WebhookEndpointRow>> {
    const listing = {
      from: 'webhook_endpoint',
      where: 'company_id = $1 AND deleted_at IS NULL',
      orderBy: 'created_at, id',
      columns: 'e.*',
      joins: 'JOIN webhook_endpoint e ON e.company_id = $1 AND e.id = k.id',
      values: [company],
    };
    return selectPage(this.dataSource, listing, page);
  }

  /** Counts the endpoints, and keeps the count as it is until the end of the transaction. */
  async lockCount(company: CompanyId): Promise<number> {
    const { manager } = this.transactions;
    await lockName(manager, `webhook endpoints:${company}`);
    const [{ count }] = await manager.query<[{ count: number }]>(COUNT, [company]);
    return count;
  }

  async insert(endpoint: Partial<WebhookEndpoint>): Promise<void> {
    await this.transactions.manager.insert(WebhookEndpoint, endpoint);
  }

  async find(company: CompanyId, id: string): Promise<WebhookEndpointRow | undefined> {
    const [row] = await this.transactions.manager.query<WebhookEndpointRow[]>(FIND, [company, id]);
    return row;
  }

  /** Finds an endpoint, and locks it until the end of the transaction. */
  async lock(company: CompanyId, id: string): Promise<WebhookEndpointRow | undefined> {
    const rows = await this.transactions.manager.query<WebhookEndpointRow[]>(`${FIND} FOR UPDATE`, [
      company,
      id,
    ]);
    return rows[0];
  }

  async update(companyId: CompanyId, id: string, change: Partial<WebhookEndpoint>): Promise<void> {
    await this.transactions.manager.update(WebhookEndpoint, { companyId, id }, change);
  }

  /** Has the events since a time sent again. Of two times, the earlier one counts. */
  async replay(company: CompanyId, id: string, since: Date): Promise<void> {
    await this.transactions.manager.query(REPLAY, [company, id, since]);
  }
}
