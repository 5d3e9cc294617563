const COLUMNS = `customer_id, invoice_id, recommendation_id, assigned_to, scheduled_for, history_at, expires_at,
  response_deadline, deleted_at, urgency_score, action_required, is_recommended, status, action_type, recommendation`;

/** Invariants of what triggers keep beside the actions; the common table expressions are those of `invariants.ts`. */
export const COPIES = {
  'the tally has the number of actions of each key': `
    SELECT key FROM (
      SELECT (company_id, status, action_type, deleted_at IS NOT NULL, action_required, is_recommended,
        recommendation = 'wait_for_customer', invoice_id IS NOT NULL, assigned_to IS NOT NULL, response_deadline IS NOT NULL)::text AS key,
        1 AS n FROM a
      UNION ALL SELECT (company_id, status, action_type, is_deleted, action_required, is_recommended,
        waits_for_customer, has_invoice, is_assigned, has_response_deadline)::text, -actions
      FROM action_tally, scope WHERE companies IS NULL OR company_id = ANY (companies)
    ) counted GROUP BY key HAVING sum(n) <> 0`,

  'the copy for searches has the values of the action': `
    SELECT id FROM (
      (SELECT id, ${COLUMNS},
         daybook_fold(description || E'\\x1f' || recommendation_label || E'\\x1f' || trigger_event_label) AS text FROM a
       EXCEPT SELECT id, ${COLUMNS}, text FROM action_search)
      UNION ALL
      SELECT id, ${COLUMNS}, text FROM action_search, scope
      WHERE (companies IS NULL OR company_id = ANY (companies)) AND id NOT IN (SELECT id FROM a)
    ) different`,
} as const satisfies Record<string, string>;
