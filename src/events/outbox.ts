import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { chunks } from '../database/sql/chunks.js';
import { Transactions } from '../database/transactions.js';
import type { Actor } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { EventType } from './event-types.js';
import { EventSignal } from './signal/event-signal.js';

export interface NewEvent {
  type: EventType;
  /** The action that it concerns; absent if it concerns none. */
  actionId?: string;
  /** Who did it, in which request. */
  actor: Pick<Actor, 'name' | 'requestId'>;
  /** The object as the API shows it. */
  data: object;
  /** The earlier values of the fields that changed; absent for a new object. */
  previous?: object;
  at: Date;
}

/** The text of `data` is stored as it is: jsonb would sort its members. */
const APPEND = `
  INSERT INTO event (id, company_id, type, action_id, actor, request_id, data, created_at)
  SELECT id, $1, type, action_id, actor, request_id, data::json, created_at
  FROM jsonb_to_recordset($2) AS e (
    id uuid, type text, action_id uuid, actor text, request_id text, data text, created_at timestamptz
  )`;

/** Appends events. The only writer of new events: every change of a company's data goes through it in its own transaction. */
@Injectable()
export class Outbox {
  constructor(
    private readonly transactions: Transactions,
    private readonly signal: EventSignal,
  ) {}

  /** Appends events in their order to the open transaction: they commit together with the change, or not at all. */
  async append(company: CompanyId, events: readonly NewEvent[]): Promise<void> {
    if (events.length === 0) return;
    await this.transactions.run(async () => {
      this.transactions.afterCommit(`events of ${company}`, () => this.signal.announce(company));
      for (const chunk of chunks(events)) {
        const appended = this.transactions.send(APPEND, [company, JSON.stringify(chunk.map(rowOf))]);
        if (events.length > chunk.length) await appended;
        else await this.transactions.settleBeforeCommit(appended);
      }
    });
  }
}

const rowOf = ({ type, actionId, actor, data, previous, at }: NewEvent): object => ({
  id: uuidv7(),
  type,
  action_id: actionId,
  actor: actor.name,
  request_id: actor.requestId,
  data: JSON.stringify({ ...data, previous: previous ?? {} }),
  created_at: at,
});
