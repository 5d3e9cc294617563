import { createHash } from 'node:crypto';
import type pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { transaction } from './transaction.js';

interface LockedRow extends Record<string, unknown> {
  id: string;
  recommendation_id: string;
  customer_id: string;
  action_type: string;
  status: string;
  subject: string | null;
  content: string | null;
  log_head: string | null;
}

/** The actions and their undecided alternatives, as events show them. */
const LOCK = {
  name: 'lock',
  text: `
    SELECT a.*, c.name AS customer_name, i.invoice_number, i.amount, i.balance, i.currency, i.due_on::text, i.status AS invoice_status
    FROM action a JOIN customer c ON c.company_id = a.company_id AND c.id = a.customer_id
    LEFT JOIN invoice i ON i.company_id = a.company_id AND i.id = a.invoice_id
    WHERE a.company_id = $1 AND a.status IN ('proposed', 'scheduled') AND a.deleted_at IS NULL AND a.recommendation_id IN (
      SELECT recommendation_id FROM action WHERE company_id = $1 AND id = ANY ($2::uuid[]))
    ORDER BY a.id FOR UPDATE OF a`,
};

const WRITE = {
  name: 'write',
  text: `
    WITH changed AS (
      UPDATE action a SET status = c.status, version = a.version + 1, touched = c.touched, log_head = c.log_head,
        executed_at = c.executed_at, deleted_at = c.deleted_at, approved_sha256 = c.approved_sha256, updated_at = c.updated_at
      FROM jsonb_populate_recordset(NULL::action, $2) c WHERE a.company_id = $1 AND a.id = c.id
    ), logged AS (
      INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, reason, content_sha256, request_id,
        created_at, hash, state_sha256, approved_sha256)
      SELECT id, $1, action_id, command, from_status, to_status, actor, reason, content_sha256, request_id, created_at, hash, state_sha256,
        approved_sha256
      FROM jsonb_populate_recordset(NULL::approval_log, $3)
    ), delivered AS (
      INSERT INTO delivery (company_id, action_id, customer_id, way, status, message_id, sender, created_at, updated_at)
      SELECT $1, action_id, customer_id, way, status, message_id, sender, created_at, created_at
      FROM jsonb_populate_recordset(NULL::delivery, $5)
    ), queued AS (
      INSERT INTO pgboss.job (id, name, data, retry_limit, expire_in, keep_until)
      SELECT action_id, 'delivery', jsonb_build_object('companyId', $1::uuid, 'actionId', action_id), 2147483647, interval '45 seconds',
        now() + interval '10 years'
      FROM jsonb_populate_recordset(NULL::delivery, $5) WHERE way = 'built_in' ON CONFLICT DO NOTHING
    )
    INSERT INTO event (id, company_id, type, action_id, actor, request_id, data, created_at)
    SELECT id, $1, type, action_id, actor, request_id, data::json, created_at
    FROM jsonb_to_recordset($4) AS e (id uuid, type text, action_id uuid, actor text, request_id text, data text, created_at timestamptz)`,
};

type Command = 'approve' | 'send';
const OUTCOMES = {
  approve: { status: 'processing', event: 'action.approved' },
  send: { status: 'completed', event: 'action.sent' },
} as const;

const sha256 = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

export const decide = async (
  pool: pg.Pool,
  company: string,
  id: string,
  command: Command,
): Promise<unknown> => (await decideAll(pool, company, [id], command))[0];

/** BEGIN, a lock, a statement that writes everything, COMMIT: four round trips for any number of actions. */
export function decideAll(
  pool: pg.Pool,
  company: string,
  ids: string[],
  command: Command,
): Promise<unknown[]> {
  return transaction(pool, async (client) => {
    const { rows } = await client.query<LockedRow>({ ...LOCK, values: [company, ids] });
    const chosen = new Set(ids);
    const at = new Date().toISOString();
    const changed = rows.map((row) => changeOf(row, chosen.has(row.id) ? command : 'supersede', at));
    const deliveries =
      command === 'approve' ? rows.filter(({ id }) => chosen.has(id)).map((row) => deliveryOf(row, at)) : [];
    const lists = [
      changed.map(({ action }) => action),
      changed.map(({ entry }) => entry),
      changed.map(({ event }) => event),
      deliveries,
    ];
    await client.query({ ...WRITE, values: [company, ...lists.map((list) => JSON.stringify(list))] });
    return changed.filter(({ action }) => chosen.has(action.id)).map(({ action }) => action);
  });
}

function changeOf(row: LockedRow, command: Command | 'supersede', at: string) {
  const isSuperseded = command === 'supersede';
  const { status, event } = isSuperseded
    ? { status: row.status, event: 'action.superseded' }
    : OUTCOMES[command];
  const action = {
    ...row,
    status,
    version: Number(row.version) + 1,
    touched: !isSuperseded,
    updated_at: at,
    executed_at: command === 'send' ? at : null,
    deleted_at: isSuperseded ? at : null,
    approved_sha256: command === 'approve' ? sha256([row.subject, row.content, row.to_recipients]) : null,
  };
  const entry = {
    id: uuidv7(),
    action_id: row.id,
    command,
    from_status: row.status,
    to_status: status,
    actor: isSuperseded ? 'system' : 'bench',
    reason: isSuperseded ? 'alternative_chosen' : null,
    content_sha256: sha256(row.content),
    request_id: uuidv7(),
    created_at: at,
    state_sha256: sha256(action),
    approved_sha256: action.approved_sha256,
  };
  const hash = sha256([row.log_head, entry]);
  const data = JSON.stringify({
    ...action,
    effective_content: row.content,
    previous: { status: row.status },
  });
  return {
    action: { ...action, log_head: hash },
    entry: { ...entry, hash },
    event: { ...entry, id: uuidv7(), type: event, data },
  };
}

const deliveryOf = ({ id, customer_id, action_type }: LockedRow, at: string) => ({
  action_id: id,
  customer_id,
  way: action_type === 'email' ? 'built_in' : 'external',
  status: 'waiting',
  message_id: action_type === 'email' ? `<${id}@daybook.invalid>` : null,
  sender:
    action_type === 'email' ? { from_name: null, from_email: null, reply_to: null, signature: null } : null,
  created_at: at,
});
