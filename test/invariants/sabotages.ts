import type { Invariant } from '../support/invariants.js';

/** Actions and companies whose ids the sabotages need. `decided` was approved and then cancelled; `proposed` has a recommendation. */
export type SabotagedRow =
  | 'decided'
  | 'approved'
  | 'completed'
  | 'edited'
  | 'superseded'
  | 'proposed'
  | 'untouched'
  | 'company'
  | 'otherCompany';

/** What the triggers keep, which a sabotage does without. */
export const KEPT: Invariant[] = [
  'the tally has the number of actions of each key',
  'the copy for searches has the values of the action',
];

interface Sabotage {
  /** Statements with placeholders for the ids of `SabotagedRow`, such as `$decided`. */
  sql: string;
  /** Other invariants that the same change necessarily breaks. */
  also?: Invariant[];
}

export const DECIDED_LOG = `action_id = $decided AND command`;

/** For each invariant a change that breaks it, and no other invariant if that is possible. */
export const SABOTAGES: Record<Invariant, Sabotage> = {
  'an action is decided at most once': {
    sql: `UPDATE approval_log SET from_status = 'proposed' WHERE ${DECIDED_LOG} = 'cancel'`,
    also: ['a log row starts at the status where the previous row ended'],
  },
  'an action ends at most once': {
    sql: `UPDATE approval_log SET command = 'cancel', to_status = 'cancelled' WHERE ${DECIDED_LOG} = 'approve'`,
    also: [
      'a log row starts at the status where the previous row ended',
      'an action has a delivery if it was approved, and otherwise none',
    ],
  },
  'a log row starts at the status where the previous row ended': {
    sql: `${insertRepetition('cancel', 'cancelled')}; ${insertRepetition('complete', 'completed')}`,
  },
  'the last log row leads to the current status': {
    sql: `UPDATE action SET status = 'processing' WHERE id = $decided`,
    also: ['a delivery is over if its action is'],
  },
  'the decision of a decided action is in the log': {
    sql: `UPDATE action SET status = 'cancelled' WHERE id = $untouched`,
  },
  'the log has only transitions of the lifecycle table': {
    sql: `UPDATE approval_log SET command = 'send' WHERE ${DECIDED_LOG} = 'approve'`,
  },
  'the version counts the changes': { sql: `UPDATE action SET version = version + 1 WHERE id = $decided` },
  'log_head is the hash of the last log row': {
    sql: `UPDATE action SET log_head = (SELECT hash FROM approval_log WHERE ${DECIDED_LOG} = 'approve') WHERE id = $decided`,
  },
  'updated_at is the time of the last change, deletions left out': {
    sql: `UPDATE action SET updated_at = updated_at + interval '1 ms' WHERE id = $untouched`,
  },
  'executed_at is the time of completion': {
    sql: `UPDATE action SET executed_at = executed_at + interval '1 ms' WHERE id = $completed`,
  },
  'log rows are in the order of their times': {
    sql: `UPDATE approval_log SET created_at = created_at + interval '1 hour' WHERE ${DECIDED_LOG} = 'approve';
          UPDATE action SET updated_at = (SELECT max(created_at) FROM approval_log WHERE action_id = $decided)
          WHERE id = $decided`,
  },
  'deleted_at agrees with the log': { sql: `UPDATE action SET deleted_at = now() WHERE id = $untouched` },
  'only a restoration follows a deletion': {
    sql: `
      INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, created_at, hash)
      SELECT gen_random_uuid(), company_id, id, 'cancel', status, 'cancelled', 'desk', deleted_at, log_head
      FROM action WHERE id = $superseded;
      UPDATE action SET status = 'cancelled', version = version + 1, updated_at = deleted_at, touched = true
      WHERE id = $superseded`,
  },
  'a proposal can only be the first log row': {
    sql: `UPDATE approval_log SET command = 'propose' WHERE ${DECIDED_LOG} = 'cancel'`,
    also: ['the log has only transitions of the lifecycle table'],
  },
  'an edit, and nothing else, records changes': {
    sql: `UPDATE approval_log SET changes = NULL WHERE action_id = $edited AND command = 'edit'`,
  },
  'the new text of an edit is the one that the next edit replaced, or the current draft': {
    sql: `UPDATE approval_log SET changes = jsonb_set(changes, '{content,to_sha256}', '"forged"')
          WHERE action_id = $edited AND command = 'edit'`,
  },
  'the last log row has the hash of the text that goes out': {
    sql: `UPDATE action SET content = 'Forged.' WHERE id = $approved`,
  },
  'an action has the hash of the message that its log approves': {
    sql: `UPDATE action SET approved_sha256 = NULL WHERE id = $approved`,
  },
  'touched is set once anybody but the system has changed the proposed action': {
    sql: `UPDATE action SET touched = true WHERE id = $proposed`,
  },
  'no newer recommendation supersedes a touched action': {
    sql: `
      INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, created_at, hash, reason)
      SELECT gen_random_uuid(), company_id, id, 'supersede', status, status, 'system', now(), log_head, 'recommendation_replaced'
      FROM action WHERE id = $edited;
      UPDATE action SET deleted_at = now(), version = version + 1 WHERE id = $edited`,
  },
  'the system, and only the system, performs the system transitions': {
    sql: `UPDATE approval_log SET actor = 'system' WHERE ${DECIDED_LOG} = 'approve'`,
  },
  'no unfinished action is on a paid or void invoice': {
    sql: `UPDATE invoice SET status = 'paid', balance = 0
          WHERE id = (SELECT invoice_id FROM action WHERE id = $approved)`,
  },
  'no action on hold waits for a decision': {
    sql: `INSERT INTO hold (id, company_id, invoice_id, reason, set_by, created_at)
          SELECT gen_random_uuid(), company_id, invoice_id, 'Paused', 'desk', now() FROM action WHERE id = $untouched`,
  },
  'an action has a delivery if it was approved, and otherwise none': {
    sql: `DELETE FROM delivery WHERE action_id = $approved`,
  },
  'a delivery is over if its action is': {
    sql: `UPDATE delivery SET status = 'cancelled' WHERE action_id = $approved`,
  },
  'only a completed action has been sent': {
    sql: `UPDATE delivery SET status = 'sent', sent_at = now() WHERE action_id = $decided`,
  },
  'every attempt of an external delivery is a claim in the log': {
    sql: `UPDATE delivery SET way = 'external', attempts = 1 WHERE action_id = $approved`,
  },
  // The constraint that forbids it is deferred: it is checked when a transaction commits, and this one is rolled back.
  'at most one recommended action of an invoice waits for a decision': {
    sql: `UPDATE action SET invoice_id = (SELECT invoice_id FROM action WHERE id = $untouched) WHERE id = $edited`,
  },
  'one of the alternatives that wait for a decision is recommended': {
    sql: `UPDATE action SET is_recommended = false WHERE id = $proposed`,
  },
  // Changes a copy of the table, because the original has a unique index.
  'one recommendation is open per invoice, or per customer without an invoice': {
    sql: `
      CREATE TEMP TABLE recommendation ON COMMIT DROP AS SELECT * FROM public.recommendation;
      INSERT INTO recommendation (id, company_id, customer_id, invoice_id)
      SELECT gen_random_uuid(), company_id, customer_id, invoice_id FROM recommendation
      WHERE company_id = $company AND closed_at IS NULL`,
  },
  'no row refers to another company': {
    sql: `UPDATE customer SET company_id = $otherCompany WHERE id = (SELECT customer_id FROM action WHERE id = $untouched)`,
  },
  'the tally has the number of actions of each key': {
    sql: `UPDATE action_tally SET actions = actions + 1 WHERE id = (SELECT min(id) FROM action_tally WHERE company_id = $company)`,
  },
  'the copy for searches has the values of the action': {
    sql: `UPDATE action_search SET text = '' WHERE id = $untouched`,
  },
  'a stored response refers to log rows that exist': {
    sql: `UPDATE idempotency_key SET body = replace(body, '"id":"', '"was":"') WHERE company_id = $company`,
  },
  'every acknowledged command is in the log': {
    sql: `UPDATE approval_log SET request_id = 'another' WHERE ${DECIDED_LOG} = 'approve'`,
  },
  'a request changes an action at most once': {
    sql: `
      INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, created_at, hash, request_id)
      SELECT gen_random_uuid(), company_id, id, 'cancel', 'cancelled', 'cancelled', 'desk', updated_at, log_head,
             'cancel-' || id
      FROM action WHERE id = $decided`,
  },
};

/** Inserts a repeated command into the log of the completed action. */
function insertRepetition(command: string, status: string): string {
  return `
    INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, created_at, hash)
    SELECT gen_random_uuid(), company_id, id, '${command}', '${status}', '${status}', 'desk', updated_at, log_head
    FROM action WHERE id = $completed`;
}
