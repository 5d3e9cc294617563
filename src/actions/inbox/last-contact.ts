import { IS_OF_COMPANY } from '../../database/sql/keys.js';
import type { ActionType } from '../lifecycle/statuses.js';
import { isContactSql } from '../store/action-conditions.js';

/** An e-mail or a call to a customer that was sent or completed. */
export interface Contact {
  at: Date;
  action_id: string;
  action_type: ActionType;
  description: string;
}

/**
 * The latest contact with the customer $2. An approved action that still waits for its delivery is none. The condition is not
 * `status = 'completed'`, which would also fit the index on the history of the whole company.
 */
export const LAST_CONTACT = `
  SELECT a.history_at AS at, a.id AS action_id, a.action_type, a.description
  FROM action a
  WHERE a.${IS_OF_COMPANY} AND a.customer_id = $2 AND ${isContactSql('a')} AND a.status <> 'processing'
  ORDER BY a.history_at DESC, a.id DESC LIMIT 1`;
