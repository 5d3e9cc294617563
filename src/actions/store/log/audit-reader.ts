import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Transactions } from '../../../database/transactions.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import { ACTIONS, type AuditedAction, type AuditedEntry, ENTRIES, UNLOGGED_ACTIONS } from './audit-rows.js';

/** What a checkpoint needs of an entry. */
export interface LogLeaf {
  seq: string;
  hash: string;
  isProposal: boolean;
}

const NIL_UUID = '00000000-0000-0000-0000-000000000000';
const LEAVES_PER_FETCH = 10_000;
const POLL_MS = 50;

/** The identity column draws its numbers from this sequence. */
const LAST_SEQ = `SELECT coalesce(pg_sequence_last_value(pg_get_serial_sequence('approval_log', 'seq')), 0)::text AS seq`;

/** The transactions that have written to the log and are not over, without this one. */
const WRITERS = `
  SELECT DISTINCT virtualtransaction AS id FROM pg_locks
  WHERE locktype = 'relation' AND relation = 'approval_log'::regclass AND mode = 'RowExclusiveLock' AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND pid IS DISTINCT FROM pg_backend_pid()`;

const LEAVES = `
  DECLARE log_leaves NO SCROLL CURSOR FOR
  SELECT seq, hash, command = 'propose' AS "isProposal" FROM approval_log
  WHERE company_id = $1 AND seq > $2 AND ($3::bigint IS NULL OR seq <= $3) ORDER BY seq`;

const HAS_ENTRIES_SINCE = `
  SELECT EXISTS (SELECT FROM approval_log WHERE company_id = $1 AND created_at > $2) AS exists`;

/** Reads whole logs with the actions that they vouch for, in pages of bounded size. */
@Injectable()
export class AuditReader {
  constructor(private readonly transactions: Transactions) {}

  /** All actions of a company, by id. */
  actions(company: CompanyId): AsyncGenerator<AuditedAction> {
    return this.actionsOf(ACTIONS, company);
  }

  /** The actions from before proposals were logged, by id. */
  unlogged(company: CompanyId): AsyncGenerator<AuditedAction> {
    return this.actionsOf(UNLOGGED_ACTIONS, company);
  }

  private async *actionsOf(statement: string, company: CompanyId): AsyncGenerator<AuditedAction> {
    for (let after = NIL_UUID; ;) {
      const rows = await this.query<AuditedAction>(statement, [company, after]);
      yield* rows;
      if (rows.length === 0) return;
      after = rows.at(-1)!.id;
    }
  }

  /** All entries of a company, by action and then oldest first. */
  async *entries(company: CompanyId): AsyncGenerator<AuditedEntry> {
    for (let after: [string, string] = [NIL_UUID, '0']; ;) {
      const rows = await this.query<AuditedEntry>(ENTRIES, [company, ...after]);
      yield* rows;
      const last = rows.at(-1);
      if (!last) return;
      after = [last.actionId, last.seq];
    }
  }

  /**
   * The entries of a company in the order in which they were numbered, inside a transaction.
   * @param after the number after which to begin
   * @param upTo the last number, if it is not the last one there is
   */
  async *leaves(company: CompanyId, after: string, upTo?: string): AsyncGenerator<LogLeaf> {
    await this.query(LEAVES, [company, after, upTo ?? null]);
    try {
      for (;;) {
        const rows = await this.query<LogLeaf>(`FETCH ${LEAVES_PER_FETCH} FROM log_leaves`);
        if (rows.length === 0) return;
        yield* rows;
      }
    } finally {
      await this.query('CLOSE log_leaves');
    }
  }

  /** Whether an entry of a company has a time after `since`. */
  async hasEntriesSince(company: CompanyId, since: Date): Promise<boolean> {
    const [row] = await this.query<{ exists: boolean }>(HAS_ENTRIES_SINCE, [company, since]);
    return row!.exists;
  }

  /**
   * A number up to which the log is final: every entry with a number up to it is committed or will never be. Numbers are drawn
   * before the commit, so the transactions that may have drawn one must be over; new ones draw higher numbers meanwhile, and
   * nobody waits.
   * @returns undefined if the transactions take longer than `timeoutMs`
   */
  async finalSeq(timeoutMs: number): Promise<string | undefined> {
    const [last] = await this.query<{ seq: string }>(LAST_SEQ);
    const before = new Set(await this.writers());
    for (const deadline = Date.now() + timeoutMs; before.size > 0;) {
      if (Date.now() > deadline) return undefined;
      await sleep(POLL_MS);
      const now = new Set(await this.writers());
      for (const id of before) if (!now.has(id)) before.delete(id);
    }
    return last!.seq;
  }

  private async writers(): Promise<string[]> {
    return (await this.query<{ id: string }>(WRITERS)).map(({ id }) => id);
  }

  private query<Row>(statement: string, values: unknown[] = []): Promise<Row[]> {
    return this.transactions.manager.query<Row[]>(statement, values);
  }
}
