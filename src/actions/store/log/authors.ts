import { Injectable } from '@nestjs/common';
import { IS_OF_COMPANY, rowsWith } from '../../../database/sql/keys.js';
import { Transactions } from '../../../database/transactions.js';
import { groupBy } from '../../../group-by.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import { type Author, DUNNING_POLICY, MESSAGE_FIELDS } from '../../lifecycle/decisions/author.js';

/** Reads the index on the log of an action in its order, up to the first entry that fulfils the condition. */
const entry = (condition: string, order: string): string => `
  (SELECT action_id, actor, actor_contact_id FROM approval_log
   WHERE ${IS_OF_COMPANY} AND action_id = wanted.id AND ${condition} ORDER BY seq ${order} LIMIT 1)`;

/** A client that starts a policy run does not count as the proposer of its actions. */
const IS_OF_POLICY = `EXISTS (
  SELECT FROM ${rowsWith('action', 'id = wanted.id')} JOIN recommendation r ON r.company_id = action.company_id AND r.id = action.recommendation_id
  WHERE r.source = '${DUNNING_POLICY}')`;
const FIELDS = MESSAGE_FIELDS.map((field) => `'${field}'`).join(', ');

/** Parameters: company, ids of actions. */
const AUTHORS = `
  SELECT l.action_id AS id, l.actor, l.actor_contact_id AS "contactId"
  FROM unnest($2::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
    ${entry(`command = 'propose' AND NOT ${IS_OF_POLICY}`, 'ASC')}
    UNION ALL ${entry(`command = 'edit' AND changes ?| ARRAY[${FIELDS}]`, 'DESC')}
  ) l`;

/** Reads from the log who proposed actions and who edited their messages last. */
@Injectable()
export class AuthorsReader {
  constructor(private readonly transactions: Transactions) {}

  /** By action id. Call it when the actions are locked. */
  async of(company: CompanyId, ids: readonly string[]): Promise<Map<string, Author[]>> {
    const rows = await this.transactions.send<Author & { id: string }>(AUTHORS, [company, ids]);
    return groupBy(rows, ({ id }) => id);
  }
}
