import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Page, PageRequest } from '../../../database/page.js';
import { IS_OF_COMPANY } from '../../../database/sql/keys.js';
import { type Listing, selectPage } from '../../../database/sql/select-page.js';
import { joinCustomer, joinInvoice } from '../../../ledger/ledger-sql.js';
import { joinApprover } from '../../../tenancy/contacts/contact-sql.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import type { LogCommand } from '../../lifecycle/transitions.js';
import { type CompanyLogRow, EDITED_CONTENT, LOG_ROW_BYTES } from './log-row.js';

export interface LogFilter {
  action_id?: string;
  command?: LogCommand[];
  approved_by?: string;
  actor?: string;
  /** Days in UTC, both inclusive, YYYY-MM-DD. */
  created_after?: string;
  created_before?: string;
}

/** The log of an action lists the oldest entry first, the log of a company the latest. */
export function logListingOf(company: CompanyId, filter: LogFilter): Listing {
  const values: unknown[] = [company];
  const conditions = [filter.action_id ? IS_OF_COMPANY : 'company_id = $1'];
  const where = (condition: string, value: unknown) => {
    if (value !== undefined) conditions.push(condition.replace('?', `$${values.push(value)}`));
  };
  where('action_id = ?', filter.action_id);
  where('command = ANY (?)', filter.command);
  where('approved_by = ?', filter.approved_by);
  where('actor = ?', filter.actor);
  where('created_at >= ?::timestamptz', filter.created_after && `${filter.created_after}T00:00Z`);
  where(
    "created_at < ?::timestamptz + interval '24 hours'",
    filter.created_before && `${filter.created_before}T00:00Z`,
  );
  const orderBy = filter.action_id ? 'seq' : 'created_at DESC, seq DESC';
  return {
    from: 'approval_log',
    where: conditions.join(' AND '),
    orderBy,
    columns: `l.*, coalesce(l.approved_by_name, p.name) AS approved_by_name, ${EDITED_CONTENT} AS edited_content,
      a.customer_id, c.name AS customer_name, a.invoice_id, i.invoice_number`,
    joins: `JOIN approval_log l USING (id) ${joinApprover('l')}
      JOIN action a ON a.company_id = l.company_id AND a.id = l.action_id ${joinCustomer('a')} ${joinInvoice('a')}`,
    long: { joins: 'JOIN approval_log l USING (id)', id: 'l.id', orderBy, bytes: LOG_ROW_BYTES },
    values,
  };
}

@Injectable()
export class ApprovalLogStore {
  constructor(private readonly dataSource: DataSource) {}

  list(company: CompanyId, filter: LogFilter, page: PageRequest): Promise<Page<CompanyLogRow>> {
    return selectPage(this.dataSource, logListingOf(company, filter), page);
  }
}
