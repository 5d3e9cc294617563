import { Injectable } from '@nestjs/common';
import { rowsWith } from '../../../database/sql/keys.js';
import { Transactions } from '../../../database/transactions.js';
import { groupBy } from '../../../group-by.js';
import type { CompanyId } from '../../../tenancy/company-id.js';
import { type Author, DUNNING_POLICY, MESSAGE_FIELDS } from '../../lifecycle/decisions/author.js';

const entries = (condition: string, order: string): string => `
  (SELECT action_id, actor, actor_contact_id FROM ${rowsWith('approval_log', `action_id = wanted.id`)}
   WHERE ${condition} ORDER BY seq ${order} LIMIT 1)`;

/** Whoever lets the policy run does not propose its actions. */
const IS_OF_POLICY = `EXISTS (
  SELECT FROM ${rowsWith('action', 'id = wanted.id')} JOIN recommendation r ON r.company_id = action.company_id AND r.id = action.recommendation_id
  WHERE r.source = '${DUNNING_POLICY}')`;
const FIELDS = MESSAGE_FIELDS.map((field) => `'${field}'`).join(', ');

/** Parameters: company, ids of actions. */
const AUTHORS = `
  SELECT l.action_id AS id, l.actor, l.actor_contact_id AS "contactId"
  FROM unnest($2::uuid[]) AS wanted (id) CROSS JOIN LATERAL (
    ${entries(`command = 'propose' AND NOT ${IS_OF_POLICY}`, 'ASC')}
    UNION ALL ${entries(`command = 'edit' AND changes ?| ARRAY[${FIELDS}]`, 'DESC')}
  ) l`;

/** Reads from the log who proposed actions and who edited their messages last. */
@Injectable()
export class AuthorsReader {
  constructor(private readonly transactions: Transactions) {}

  /** By action id. Call it when the actions are locked. */
  async of(company: CompanyId, ids: readonly string[]): Promise<Map<string, Author[]>> {
    const { manager } = this.transactions;
    const rows = await manager.query<(Author & { id: string })[]>(AUTHORS, [company, ids]);
    return groupBy(rows, ({ id }) => id);
  }
}
