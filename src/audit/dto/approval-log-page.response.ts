import { ApprovalLogEntry } from '../../actions/dto/approval-log-entry.response.js';
import { UuidField } from '../../api/response/response-fields.js';
import { pageOf } from '../../api/response/page.response.js';
import type { LogRow } from '../../actions/store/log-row.js';

/** An entry of the approval log of a company. */
export class CompanyLogEntry extends ApprovalLogEntry {
  @UuidField('The id of the action.', '019aaf30-5e6f-7081-92a3-b4c5d6e7f809')
  action_id: string;

  static override from(row: LogRow): CompanyLogEntry {
    return { ...ApprovalLogEntry.from(row), action_id: row.action_id };
  }
}

export const ApprovalLogPage = pageOf(ApprovalLogEntry, 'ApprovalLogPage');
export const CompanyLogPage = pageOf(CompanyLogEntry, 'CompanyLogPage');
