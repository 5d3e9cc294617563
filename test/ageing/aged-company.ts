import type { DataSource } from 'typeorm';

/** Rows that gather in years of use, on top of a huge company. */
export async function age(database: DataSource, companyId: string): Promise<{ loggedAction: string }> {
  const [{ id }] = await database.query('SELECT id FROM action WHERE company_id = $1 LIMIT 1', [companyId]);
  await database.query(LOG_OF_ONE_ACTION, [companyId, id]);
  await database.query(IDEMPOTENCY_KEYS, [companyId]);
  return { loggedAction: id };
}

const LOG_OF_ONE_ACTION = `
  INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, created_at, hash)
  SELECT gen_random_uuid(), $1, $2, 'edit', 'proposed', 'proposed', 'desk', '2021-04-01'::timestamptz + n * interval '1 hour', ''
  FROM generate_series(1, 10000) n`;

/** All but one in a hundred have expired. */
const IDEMPOTENCY_KEYS = `
  INSERT INTO idempotency_key (company_id, api_token_id, operation, key, request_sha256, status, body, created_at)
  SELECT $1, gen_random_uuid(), 'POST /', n::text, '', 200, repeat('x', 2000),
    CASE WHEN n % 100 = 0 THEN now() ELSE now() - interval '2 days' END
  FROM generate_series(1, 100000) n`;

/** Changes every invoice of a company, as many syncs do, without a vacuum between them. */
export async function rewriteLedger(database: DataSource, companyId: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++)
    await database.query(
      'UPDATE invoice SET balance = balance + 1, updated_at = now() WHERE company_id = $1',
      [companyId],
    );
}
