import { createHash } from 'node:crypto';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { transaction } from './transaction.js';

interface Recommended {
  invoice_id: string;
  source: string;
  trigger_event: string;
  trigger_event_label: string;
  alternatives: (Record<string, unknown> & { content: string })[];
}

const INVOICE = {
  name: 'invoice',
  text: `
    SELECT i.customer_id, i.invoice_number, i.balance, i.currency, i.due_on::text, c.name AS customer_name
    FROM invoice i JOIN customer c ON c.company_id = i.company_id AND c.id = i.customer_id WHERE i.company_id = $1 AND i.id = $2`,
};

const WRITE = {
  name: 'recommend',
  text: `
    WITH recommended AS (
      INSERT INTO recommendation (id, company_id, customer_id, invoice_id, source, fingerprint)
      SELECT id, $1, customer_id, invoice_id, source, fingerprint FROM jsonb_populate_recordset(NULL::recommendation, $2)
    ), proposed AS (
      INSERT INTO action (id, company_id, customer_id, invoice_id, recommendation_id, action_type, status, description, recommendation,
        recommendation_label, trigger_event, trigger_event_label, is_recommended, action_required, urgency_score, content, scheduled_for,
        log_head, drafted_balance, drafted_currency, drafted_due_on, drafted_customer_name)
      SELECT id, $1, customer_id, invoice_id, recommendation_id, action_type, status, description, recommendation, recommendation_label,
        trigger_event, trigger_event_label, is_recommended, action_required, urgency_score, content, scheduled_for, log_head,
        drafted_balance, drafted_currency, drafted_due_on, drafted_customer_name
      FROM jsonb_populate_recordset(NULL::action, $3)
    ), logged AS (
      INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, content_sha256, created_at, hash)
      SELECT id, $1, action_id, command, from_status, to_status, actor, content_sha256, created_at, hash
      FROM jsonb_populate_recordset(NULL::approval_log, $4)
    )
    INSERT INTO event (id, company_id, type, action_id, actor, data, created_at)
    SELECT id, $1, type, action_id, 'bench', data::json, now()
    FROM jsonb_to_recordset($5) AS e (id uuid, type text, action_id uuid, data text)`,
};

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

/** Stores a recommendation with its actions, their log entries and events. */
export function recommend(pool: pg.Pool, company: string, input: Recommended): Promise<unknown> {
  return transaction(pool, async (client) => {
    const { rows } = await client.query<Record<string, unknown>>({
      ...INVOICE,
      values: [company, input.invoice_id],
    });
    const { customer_id, customer_name, balance, currency, due_on } = rows[0]!;
    const { alternatives, ...trigger } = input;
    const recommendation = { id: uuidv7(), customer_id, ...trigger, fingerprint: sha256(input) };
    const at = new Date().toISOString();
    const actions = alternatives.map((alternative) => {
      const action = {
        id: uuidv7(),
        customer_id,
        ...trigger,
        recommendation_id: recommendation.id,
        ...alternative,
      };
      const facts = {
        drafted_balance: balance,
        drafted_currency: currency,
        drafted_due_on: due_on,
        drafted_customer_name: customer_name,
      };
      return { ...action, ...facts, status: 'proposed', scheduled_for: at, log_head: sha256([null, action]) };
    });
    const entries = actions.map(({ id, status, log_head, content }) => ({
      id: uuidv7(),
      action_id: id,
      command: 'propose',
      from_status: status,
      to_status: status,
      actor: 'bench',
      content_sha256: sha256(content),
      created_at: at,
      hash: log_head,
    }));
    const created = {
      id: uuidv7(),
      type: 'recommendation.created',
      data: JSON.stringify({ ...recommendation, actions }),
    };
    const proposed = actions.map((action) => ({
      id: uuidv7(),
      type: 'action.proposed',
      action_id: action.id,
      data: JSON.stringify({ ...action, ...rows[0] }),
    }));
    const lists = [[recommendation], actions, entries, [created, ...proposed]];
    await client.query({ ...WRITE, values: [company, ...lists.map((list) => JSON.stringify(list))] });
    return { ...recommendation, actions };
  });
}
