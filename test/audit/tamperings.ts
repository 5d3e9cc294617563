import type { EntityManager } from 'typeorm';
import { snakeCase } from 'typeorm/util/StringUtils.js';
import {
  PROPOSAL_COLUMNS,
  STATE_COLUMNS,
  stateOf,
  stateSha256,
} from '../../src/actions/store/log/action-digests.js';
import {
  AUDITED_COLUMNS,
  type AuditedAction,
  ENTRY_COLUMNS,
} from '../../src/actions/store/log/audit-rows.js';
import { rehash } from '../support/tamper.js';

/** The rows that tamperings choose from. */
export interface Targets {
  company: string;
  /** Actions whose latest entry has digests. */
  actions: string[];
  /** Actions whose logs have no digests. */
  old: string[];
  /** Entries, by action. */
  entries: Map<string, { id: string; seq: string }[]>;
}

/** Chooses an item, or a number below a limit. */
export interface Random {
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

type Tampering = (manager: EntityManager, targets: Targets, random: Random) => Promise<string>;

const OTHER_VALUE: Record<string, (column: string) => string> = {
  text: (column) => `coalesce(${column}, '') || '!'`,
  uuid: () => 'gen_random_uuid()',
  boolean: (column) => `NOT ${column}`,
  smallint: (column) => `(${column} + 1) % 101`,
  integer: (column) => `${column} + 1`,
  real: (column) => `CASE WHEN ${column} IS NULL THEN 0.5 END`,
  numeric: (column) => `coalesce(${column}, 0) + 1`,
  date: (column) => `coalesce(${column}, '2026-01-01') + 1`,
  jsonb: (column) => `jsonb_build_object('was', ${column})`,
  'timestamp(3) with time zone': (column) => `coalesce(${column}, '2026-01-01') + interval '1 ms'`,
};

/** CHECK constraints hold for the owner too, unless they are dropped. */
const WITHIN_CHECKS: Record<string, string> = {
  action_type: `CASE action_type WHEN 'task' THEN 'call' ELSE 'task' END`,
  to_recipients: `jsonb_build_array(jsonb_build_object('was', to_recipients))`,
  cc_recipients: `jsonb_build_array(jsonb_build_object('was', cc_recipients))`,
  status: `CASE status WHEN 'cancelled' THEN 'processing' ELSE 'cancelled' END, executed_at = NULL`,
  executed_at: `coalesce(executed_at, '2026-01-01') + interval '1 ms', status = 'completed'`,
};

async function change(manager: EntityManager, table: string, column: string, id: string): Promise<void> {
  const [{ type }] = await manager.query<[{ type: string }]>(
    `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = $1::regclass AND attname = $2`,
    [table, column],
  );
  const value = (table === 'action' && WITHIN_CHECKS[column]) || OTHER_VALUE[type]!(column);
  await manager.query(`UPDATE ${table} SET ${column} = ${value} WHERE id = $1`, [id]);
}

const ENTRY_FIELDS = ENTRY_COLUMNS.filter((column) => column !== 'seq').map((column) => snakeCase(column));
const ACTION_FIELDS = AUDITED_COLUMNS.map((column) => snakeCase(column));
/** What the logs of older versions vouch for, and the checkpoint. */
const OLD_ACTION_FIELDS = [...PROPOSAL_COLUMNS.map((column) => snakeCase(column)), 'log_head', 'executed_at'];
const OLD_ACTION_FIELDS_OF_LOGS = [...OLD_ACTION_FIELDS, 'status', 'content', 'deleted_at'];

const anyAction = ({ actions, old }: Targets, random: Random): string => random.pick([...actions, ...old]);
const anAction = (targets: Targets, random: Random, atLeast: number): string =>
  random.pick([...targets.entries].filter(([, entries]) => entries.length >= atLeast).map(([id]) => id));

/** Each changes what a log or a checkpoint vouches for, and returns what it did. */
export const TAMPERINGS: Record<string, Tampering> = {
  'a column of an entry is changed': async (manager, targets, random) => {
    const column = random.pick(ENTRY_FIELDS);
    const { id } = random.pick(random.pick([...targets.entries.values()]));
    await change(manager, 'approval_log', column, id);
    return `${column} of entry ${id}`;
  },
  'a column of an entry is emptied': async (manager, targets, random) => {
    const column = random.pick([
      'reason',
      'comment',
      'approved_by',
      'approved_by_proof',
      'actor_contact_id',
      'actor_contact_name',
      'content_sha256',
      'changes',
      'state_sha256',
      'approved_sha256',
    ]);
    const [row] = await manager.query<{ id: string }[]>(
      `SELECT id FROM approval_log WHERE company_id = $1 AND ${column} IS NOT NULL ORDER BY md5(id::text || $2) LIMIT 1`,
      [targets.company, String(random.below(1e6))],
    );
    await manager.query(`UPDATE approval_log SET ${column} = NULL WHERE id = $1`, [row!.id]);
    return `${column} of entry ${row!.id}`;
  },
  'a column of an action is changed': async (manager, targets, random) => {
    const column = random.pick(ACTION_FIELDS);
    const id = random.pick(targets.actions);
    await change(manager, 'action', column, id);
    return `${column} of action ${id}`;
  },
  'a column of an action without digests is changed': async (manager, targets, random) => {
    const id = random.pick(targets.old);
    const column = random.pick(
      targets.entries.has(id) ? OLD_ACTION_FIELDS_OF_LOGS : OLD_ACTION_FIELDS.slice(0, -1),
    );
    await change(manager, 'action', column, id);
    return `${column} of old action ${id}`;
  },
  'a value is stored that Daybook never stores': async (manager, targets, random) => {
    const statement = random.pick([
      `UPDATE approval_log SET created_at = 'infinity' WHERE action_id = $1`,
      `UPDATE approval_log SET changes = '{"content": null}' WHERE action_id = $1`,
      `UPDATE action SET metadata = 'null' WHERE id = $1`,
      `UPDATE action SET scheduled_for = '-infinity' WHERE id = $1`,
    ]);
    const id = random.pick(targets.actions);
    await manager.query(statement, [id]);
    return `${statement} ${id}`;
  },
  'an entry is removed': async (manager, targets, random) => {
    const { id } = random.pick(random.pick([...targets.entries.values()]));
    await manager.query('DELETE FROM approval_log WHERE id = $1', [id]);
    return `entry ${id}`;
  },
  'the latest entries are removed, and the head is set back': async (manager, targets, random) => {
    const id = anAction(targets, random, 2);
    const entries = targets.entries.get(id)!;
    const kept = random.below(entries.length - 1);
    await manager.query('DELETE FROM approval_log WHERE action_id = $1 AND seq > $2', [
      id,
      entries[kept]!.seq,
    ]);
    await rehash(manager, id);
    return `after entry ${kept} of action ${id}`;
  },
  'a log is removed': async (manager, targets, random) => {
    const id = anAction(targets, random, 1);
    await manager.query('DELETE FROM approval_log WHERE action_id = $1', [id]);
    await manager.query('UPDATE action SET log_head = NULL, version = 1, touched = false WHERE id = $1', [
      id,
    ]);
    return `the log of action ${id}`;
  },
  'an action is removed with its log': async (manager, targets, random) => {
    const id = anyAction(targets, random);
    await manager.query('DELETE FROM approval_log WHERE action_id = $1', [id]);
    await manager.query('DELETE FROM action WHERE id = $1', [id]);
    return `action ${id} with its log`;
  },
  'an action is removed without its log': async (manager, targets, random) => {
    const id = anAction(targets, random, 1);
    await manager.query('DELETE FROM action WHERE id = $1', [id]);
    return `action ${id}`;
  },
  'two entries change their actions': async (manager, targets, random) => {
    const [one, two] = [anAction(targets, random, 1), anAction(targets, random, 1)];
    const [first, second] = [random.pick(targets.entries.get(one)!), random.pick(targets.entries.get(two)!)];
    if (one === two) {
      await manager.query('UPDATE approval_log SET action_id = gen_random_uuid() WHERE id = $1', [first.id]);
      return `entry ${first.id} to no action`;
    }
    await manager.query('UPDATE approval_log SET action_id = $2 WHERE id = $1', [first.id, two]);
    await manager.query('UPDATE approval_log SET action_id = $2 WHERE id = $1', [second.id, one]);
    return `entries ${first.id} and ${second.id}`;
  },
  'two entries change their places': async (manager, targets, random) => {
    const entries = targets.entries.get(anAction(targets, random, 2))!;
    const first = random.below(entries.length - 1);
    const [one, two] = [entries[first]!, entries[first + 1]!];
    await manager.query('UPDATE approval_log SET seq = DEFAULT WHERE id = $1', [one.id]);
    return `entry ${one.id} behind ${two.id}`;
  },
  'an entry is added': async (manager, targets, random) => {
    const { id } = random.pick(random.pick([...targets.entries.values()]));
    await manager.query(
      `INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, created_at, hash)
       SELECT gen_random_uuid(), company_id, action_id, command, to_status, to_status, actor, created_at, hash
       FROM approval_log WHERE id = $1`,
      [id],
    );
    return `a copy of entry ${id}`;
  },
  'a log is rewritten with new hashes': async (manager, targets, random) => {
    const id = anAction(targets, random, 1);
    const column = random.pick([
      'actor',
      'reason',
      'comment',
      'approved_by',
      'created_at',
      'request_id',
      'id',
    ]);
    await change(manager, 'approval_log', column, random.pick(targets.entries.get(id)!).id);
    await rehash(manager, id);
    return `${column} in the log of action ${id}`;
  },
  'an action and its log are rewritten with new digests and hashes': async (manager, targets, random) => {
    const id = random.pick(targets.actions.filter((action) => targets.entries.has(action)));
    const column = random.pick(['subject', 'urgency_score', 'channel_id', 'metadata', 'is_recommended']);
    await change(manager, 'action', column, id);
    const columns = STATE_COLUMNS.map(
      (name) => `${snakeCase(name)}${name === 'draftedDueOn' ? '::text' : ''} AS "${name}"`,
    );
    const [action] = await manager.query<AuditedAction[]>(
      `SELECT ${columns.join(', ')} FROM action WHERE id = $1`,
      [id],
    );
    const last = targets.entries.get(id)!.at(-1)!;
    await manager.query('UPDATE approval_log SET state_sha256 = $2 WHERE id = $1', [
      last.id,
      stateSha256(stateOf(action!)),
    ]);
    await rehash(manager, id);
    return `${column} of action ${id}`;
  },
};
