const HASH = (key: string): string => `(md5('${key}' || id) || md5(id || '${key}'))`;

/** SQL: the alternative that was not chosen is deleted with its decision. */
const IS_SUPERSEDED = `NOT is_recommended AND state IN ('completed', 'processing', 'cancelled')`;

/** SQL: the statuses of both alternatives. */
const STATUS = `
  CASE WHEN NOT is_recommended OR state = 'waiting' THEN 'proposed' ELSE state END`;

/** Statements that insert the rows of bench.slice (see recommended-rows.ts), by table. */
export const RECOMMENDATIONS = `
  INSERT INTO recommendation (id, company_id, customer_id, invoice_id, source, fingerprint, created_at, closed_at)
  SELECT recommendation_id, company_id, customer_id, invoice_id,
    CASE WHEN i % 10 < 7 THEN 'dunning_policy' WHEN i % 10 < 9 THEN 'ar-agent' ELSE 'cash-forecast' END,
    md5(recommendation_id::text) || md5(id::text), at, CASE WHEN is_closed OR state = 'processing' THEN decided_at END
  FROM bench.slice r WHERE is_recommended`;

export const ACTIONS = `
  INSERT INTO action (id, company_id, customer_id, invoice_id, recommendation_id, action_type, status, description, recommendation,
    recommendation_label, trigger_event, trigger_event_label, is_recommended, action_required, urgency_score, confidence, reasoning,
    subject, content, scheduled_for, executed_at, channel_id, external_id, response_deadline, metadata, version, log_head, deleted_at,
    created_at, updated_at, drafted_balance, drafted_currency, drafted_due_on, drafted_customer_name, expires_at, touched, to_recipients,
    approved_sha256, assigned_to)
  SELECT id, company_id, customer_id, invoice_id, recommendation_id, action_type, ${STATUS}, description, code, label,
    (ARRAY['overdue_1_to_7_days', 'overdue_8_to_21_days', 'overdue_22_to_45_days', 'overdue_46_to_90_days'])[1 + i % 4],
    (ARRAY['1–7 days overdue', '8–21 days overdue', '22–45 days overdue', '46–90 days overdue'])[1 + i % 4],
    is_recommended, code <> 'wait_for_customer', h % 101, 0.5 + h % 50 / 100.0,
    label || ': the invoice is overdue, and no answer has arrived since the last contact.',
    label || ', invoice ' || invoice_number,
    CASE action_type WHEN 'email' THEN 'Hello Accounts payable,' || E'\\n\\n' || l.body || E'\\n\\nKind regards,\\nAccounts Receivable'
      ELSE '- Speak to ' || customer_name || '. ' || left(l.body, 400) END,
    CASE WHEN state = 'scheduled' THEN now + interval '1 day' * (1 + h % 20) ELSE at END,
    CASE WHEN is_recommended AND state = 'completed' THEN decided_at END, CASE WHEN state = 'completed' AND is_recommended THEN 'email' END, NULL,
    CASE WHEN is_recommended AND state = 'completed' AND action_type = 'email' THEN decided_at + interval '14 days' END,
    jsonb_build_object('batch', i % 1000, 'model', 'ar-agent-2'),
    CASE WHEN state = 'proposed' OR state = 'waiting' OR state = 'scheduled' THEN 1 ELSE 2 END, ${HASH('log')},
    CASE WHEN ${IS_SUPERSEDED} THEN decided_at WHEN NOT is_recommended AND h % 200 = 11 THEN decided_at END,
    at, CASE WHEN is_closed OR state = 'processing' THEN decided_at ELSE at END,
    amount, currency, due_on, customer_name,
    CASE WHEN state NOT IN ('proposed', 'waiting') THEN NULL WHEN h % 100 < 2 THEN now - interval '2 hours'
      WHEN h % 100 < 10 THEN now + interval '90 days' END,
    state = 'proposed' AND h % 100 = 50,
    CASE action_type WHEN 'email' THEN jsonb_build_array(jsonb_build_object('name', 'Accounts payable', 'address', address)) END,
    CASE WHEN is_recommended AND state IN ('completed', 'processing') THEN ${HASH('approved')} END,
    CASE WHEN is_recommended AND h % 12 = 0 THEN contact_id END
  FROM bench.slice r JOIN bench.letter l ON l.n = bench.letter_of(c, i, slot)`;

/**
 * One entry for each action: its proposal, or the decision that ended it. The hashes have the form of real ones and are not chained;
 * only the audit reads that.
 */
export const LOG = `
  INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, approved_by, approved_by_name, actor, reason,
    content_sha256, request_id, created_at, hash, proposal_sha256, state_sha256)
  SELECT bench.uuid7(entry_at, 'log ' || id), company_id, id, command, CASE command WHEN 'propose' THEN ${STATUS} ELSE 'proposed' END, ${STATUS},
    CASE WHEN command IN ('approve', 'reject') THEN contact_id END, CASE WHEN command IN ('approve', 'reject') THEN 'Contact' END,
    CASE command WHEN 'supersede' THEN 'system' ELSE 'bench' END,
    CASE command WHEN 'supersede' THEN 'alternative_chosen' WHEN 'reject' THEN 'The customer has paid' END,
    ${HASH('content')}, 'req-' || h, entry_at, ${HASH('log')}, CASE command WHEN 'propose' THEN ${HASH('proposal')} END, ${HASH('state')}
  FROM (
    SELECT *, CASE command WHEN 'propose' THEN at ELSE decided_at END AS entry_at FROM (
      SELECT *, CASE WHEN ${IS_SUPERSEDED} THEN 'supersede' WHEN NOT is_recommended THEN 'propose'
        ELSE CASE state WHEN 'completed' THEN CASE action_type WHEN 'email' THEN 'send' ELSE 'complete' END WHEN 'cancelled' THEN 'reject'
          WHEN 'processing' THEN 'approve' ELSE 'propose' END END AS command
      FROM bench.slice r
    ) commands
  ) entries`;

export const DELIVERIES = `
  INSERT INTO delivery (company_id, action_id, customer_id, way, status, attempts, last_error, created_at, updated_at, sent_at)
  SELECT company_id, id, customer_id, 'external',
    CASE WHEN state = 'completed' THEN 'sent' WHEN h % 30 = 4 THEN 'failed' ELSE 'waiting' END,
    CASE WHEN state = 'completed' OR h % 30 = 4 THEN 1 ELSE 0 END, CASE WHEN state = 'processing' AND h % 30 = 4 THEN 'The mailbox is full.' END,
    decided_at, decided_at, CASE WHEN state = 'completed' THEN decided_at END
  FROM bench.slice r WHERE is_recommended AND action_type = 'email' AND state IN ('completed', 'processing')`;

/** One of how many invoices has the events of its current actions in the feed: older ones have been deleted for their age. */
export const EVENTS_OF = 4;

/** The current recommendation alone: its actions have the slots 4 and 5. */
export const EVENTS = `
  INSERT INTO event (id, company_id, position, type, action_id, actor, request_id, data, created_at)
  SELECT bench.uuid7(at, 'event ' || id), company_id, i / ${EVENTS_OF} * 2 + slot - 3, 'action.proposed', id, 'bench', 'req-' || h,
    json_build_object('id', id, 'action_type', action_type, 'status', ${STATUS}, 'description', description, 'recommendation', code,
      'recommendation_label', label, 'is_recommended', is_recommended, 'urgency_score', h % 101, 'reasoning', NULL,
      'subject', label || ', invoice ' || invoice_number, 'content', l.body, 'effective_content', l.body, 'scheduled_for', at,
      'customer', json_build_object('id', customer_id, 'name', customer_name),
      'invoice', json_build_object('id', invoice_id, 'invoice_number', invoice_number, 'currency', 'USD', 'status', 'open'),
      'created_at', at, 'updated_at', at, 'omitted', '[]'::json, 'previous', '{}'::json), at
  FROM bench.slice r JOIN bench.letter l ON l.n = h % 400 WHERE i % ${EVENTS_OF} = 0`;

export const EVENT_HEADS = `
  INSERT INTO event_head (company_id, last)
  SELECT id, (invoices + ${EVENTS_OF - 1}) / ${EVENTS_OF} * 2 FROM bench.company`;
