import type { DataSource } from 'typeorm';
import type { Company } from '../../src/tenancy/company.entity.js';
import { Factories } from './factories.js';

/** Creates undecided actions on one invoice, in one statement; returns their ids. None is recommended: one at most can be. */
export async function createActions(
  dataSource: DataSource,
  company: Company,
  count: number,
  content?: string,
): Promise<string[]> {
  const template = await new Factories(dataSource).anAction(
    company,
    content === undefined ? {} : { content },
  );
  const rows = await dataSource.query<{ id: string }[]>(
    `INSERT INTO action (id, company_id, customer_id, invoice_id, action_type, status, description, recommendation,
                         recommendation_label, trigger_event, trigger_event_label, is_recommended, action_required,
                         urgency_score, subject, content, to_recipients, scheduled_for)
     SELECT gen_random_uuid(), company_id, customer_id, invoice_id, action_type, status, description, recommendation,
            recommendation_label, trigger_event, trigger_event_label, false, action_required,
            urgency_score, subject, content, to_recipients, scheduled_for
     FROM action, generate_series(1, $2) WHERE id = $1
     RETURNING id`,
    [template.id, count],
  );
  return rows.map(({ id }) => id);
}
