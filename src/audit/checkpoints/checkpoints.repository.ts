import { Injectable } from '@nestjs/common';
import { insertRows } from '../../database/sql/insert-rows.js';
import { Transactions } from '../../database/transactions.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { parseCheckpoint, type SignedCheckpoint } from './checkpoint.js';

/** Above the timeout of requests: a large company's entries are sorted before the first one is read. */
const STATEMENT_TIMEOUT = `SET LOCAL statement_timeout = '10min'`;
const TRY_LOCK = `SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS locked`;

@Injectable()
export class CheckpointsRepository {
  constructor(private readonly transactions: Transactions) {}

  /** All stored checkpoints of a company, by key and number. */
  async list(company: CompanyId): Promise<SignedCheckpoint[]> {
    const rows = await this.transactions.manager.query<{ line: string }[]>(
      'SELECT line FROM audit_checkpoint WHERE company_id = $1 ORDER BY key_id, number',
      [company],
    );
    return rows.flatMap(({ line }) => parseCheckpoint(line) ?? []);
  }

  async insert({ checkpoint, line }: SignedCheckpoint): Promise<void> {
    const { company_id, key_id, number, taken_at } = checkpoint;
    await insertRows(this.transactions, 'audit_checkpoint', [
      { companyId: company_id, keyId: key_id, number, takenAt: taken_at, line },
    ]);
  }

  /** When a key last signed a checkpoint of a company. */
  async lastTakenAt(company: CompanyId, keyId: string): Promise<Date | null> {
    const [row] = await this.transactions.manager.query<{ at: Date | null }[]>(
      'SELECT max(taken_at) AS at FROM audit_checkpoint WHERE company_id = $1 AND key_id = $2',
      [company, keyId],
    );
    return row!.at;
  }

  /** Lets one process at a time take the checkpoint of a company. False if another one does, until the end of its transaction. */
  async tryLock(company: CompanyId): Promise<boolean> {
    const { manager } = this.transactions;
    await manager.query(STATEMENT_TIMEOUT);
    const [row] = await manager.query<{ locked: boolean }[]>(TRY_LOCK, [`checkpoint:${company}`]);
    return row!.locked;
  }
}
