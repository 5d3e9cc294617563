import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Page, PageRequest } from '../../../database/page.js';
import { IS_OF_COMPANY } from '../../../database/sql/keys.js';
import { type Listing, selectPage } from '../../../database/sql/select-page.js';
import { joinCustomer, joinInvoice } from '../../../ledger/ledger-sql.js';
import { joinApprover } from '../../../tenancy/contacts/contact-sql.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import { SYSTEM } from '../../../tenancy/caller.js';
import { endOfDay, startOfDay } from '../../../time/local-time.js';
import type { Status } from '../../lifecycle/statuses.js';
import type { LogCommand } from '../../lifecycle/transitions.js';
import { isEditedSql } from '../action-conditions.js';
import { type CompanyLogRow, EDITED_CONTENT, LOG_ROW_BYTES } from './log-row.js';

export interface LogFilter {
  action_id?: string;
  command?: LogCommand[];
  from_status?: Status[];
  approved_by?: string;
  actor?: string;
  by_system?: boolean;
  /** The recommended step of the action, as a code. */
  recommendation?: string;
  /** Whether a person edited the text of the action, or decided for another one. */
  edited?: boolean;
  /** Days in the time zone, by default UTC, both inclusive, YYYY-MM-DD. */
  created_after?: string;
  created_before?: string;
  time_zone?: string;
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
  where('from_status = ANY (?)', filter.from_status);
  where(`(actor = '${SYSTEM}') = ?::boolean`, filter.by_system);
  const { created_after, created_before, time_zone = 'UTC' } = filter;
  where('created_at >= ?::timestamptz', created_after && startOfDay(created_after, time_zone));
  where('created_at < ?::timestamptz', created_before && endOfDay(created_before, time_zone));
  where(ofActionSql('action.recommendation = ?'), filter.recommendation);
  where(ofActionSql(`${isEditedSql('action')} = ?::boolean`), filter.edited);
  const orderBy = filter.action_id ? 'seq' : 'created_at DESC, seq DESC';
  return {
    // Looks up the action of each entry that the other conditions select.
    isSearch: filter.recommendation !== undefined || filter.edited !== undefined,
    from: 'approval_log',
    where: conditions.join(' AND '),
    orderBy,
    columns: `l.*, coalesce(l.approved_by_name, p.name) AS approved_by_name, ${EDITED_CONTENT} AS edited_content,
      a.customer_id, c.name AS customer_name, a.invoice_id, i.invoice_number`,
    joins: `JOIN approval_log l USING (id) ${joinApprover('l')}
      JOIN action a ON a.company_id = l.company_id AND a.id = l.action_id ${joinCustomer('a')} ${joinInvoice('a')}`,
    long: {
      joins: 'JOIN approval_log l USING (id)',
      id: 'l.id',
      row: 'JOIN approval_log l USING (id)',
      orderBy,
      bytes: LOG_ROW_BYTES,
    },
    values,
  };
}

/** OFFSET 0 keeps PostgreSQL from reading all actions of the company instead. */
const ofActionSql = (condition: string): string => `EXISTS (
  SELECT FROM action WHERE action.company_id = approval_log.company_id AND action.id = approval_log.action_id AND ${condition} OFFSET 0)`;

@Injectable()
export class ApprovalLogStore {
  constructor(private readonly dataSource: DataSource) {}

  list(company: CompanyId, filter: LogFilter, page: PageRequest): Promise<Page<CompanyLogRow>> {
    return selectPage(this.dataSource, logListingOf(company, filter), page);
  }
}
