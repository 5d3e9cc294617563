import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indexes for the category of approved actions, and for the order and the filters of lists. */
export class InboxAndListIndexes1764400000000 implements MigrationInterface {
  name = 'InboxAndListIndexes1764400000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACTIONS);
    await runner.query(LEDGER);
    await runner.query(APPROVAL_LOG);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(UNDO);
  }
}

/** The index of the plain list also contains the columns of its filters, so that the exact count reads the index alone. */
const ACTIONS = `
  CREATE INDEX action_in_progress_idx ON action (company_id, urgency_score DESC, scheduled_for, id)
    WHERE status = 'processing' AND deleted_at IS NULL;
  CREATE INDEX action_response_deadline_idx ON action (company_id, response_deadline)
    WHERE response_deadline IS NOT NULL;
  DROP INDEX action_inbox_idx;
  CREATE INDEX action_inbox_idx ON action (company_id, urgency_score DESC, scheduled_for, id)
    INCLUDE (status, action_type) WHERE deleted_at IS NULL;`;

/** The index of open invoices also has the order of the list, for the filter `overdue`. */
const LEDGER = `
  CREATE INDEX ON company_contact (company_id, name, id);
  CREATE INDEX ON customer (company_id, name, id);
  CREATE INDEX invoice_list_idx ON invoice (company_id, due_on DESC, id DESC) INCLUDE (status);
  DROP INDEX invoice_open_due_idx;
  CREATE INDEX invoice_open_due_idx ON invoice (company_id, due_on DESC, id DESC) WHERE status = 'open';`;

const APPROVAL_LOG = `
  CREATE INDEX approval_log_actor_idx ON approval_log (company_id, actor, created_at DESC, seq DESC);
  CREATE INDEX approval_log_approved_by_idx ON approval_log (company_id, approved_by, created_at DESC, seq DESC)
    WHERE approved_by IS NOT NULL;`;

const UNDO = `
  DROP INDEX approval_log_approved_by_idx, approval_log_actor_idx;
  DROP INDEX invoice_open_due_idx, invoice_list_idx;
  CREATE INDEX invoice_open_due_idx ON invoice (company_id, due_on) WHERE status = 'open';
  DROP INDEX customer_company_id_name_id_idx, company_contact_company_id_name_id_idx;
  DROP INDEX action_inbox_idx;
  CREATE INDEX action_inbox_idx ON action (company_id, urgency_score DESC, scheduled_for, id)
    INCLUDE (status) WHERE deleted_at IS NULL;
  DROP INDEX action_response_deadline_idx, action_in_progress_idx;`;
