import pg from 'pg';
import { migrate as migrateToCurrent } from '../../src/database/migrate.js';
import { Progress } from '../progress.js';
import { ACTIONS, DELIVERIES, EVENT_HEADS, EVENTS, LOG, RECOMMENDATIONS } from './action-rows.js';
import { companySizes } from './company-sizes.js';
import { FUNCTIONS } from './functions-sql.js';
import { LEDGER_ROWS } from './ledger-rows.js';
import { letters } from './letters.js';
import { makeSlice, RECOMMENDATIONS_OF_INVOICE } from './recommended-rows.js';
import { setAside } from './set-aside.js';

export interface DataSize {
  /** About how many actions; each company has a multiple of six. */
  actions: number;
  companies: number;
  /** The share of the largest company. */
  largest: number;
}

/** Creates the schema: of another version, if that is to be compared. */
type Migrate = (url: string) => Promise<unknown>;

const ACTIONS_OF_INVOICE = 6;
const INVOICES_OF_CUSTOMER = 5;
const ACTIONS_AT_ONCE = 300_000;

/** Fills an empty database: migrates it, inserts into tables without indexes, builds the indexes, and vacuums. */
export async function fill(url: string, size: DataSize, migrate: Migrate = migrateToCurrent): Promise<void> {
  await migrate(url);
  const clients = [
    new pg.Client({ connectionString: url }),
    new pg.Client({ connectionString: url }),
  ] as const;
  await Promise.all(clients.map((client) => client.connect()));
  try {
    await insertAll(clients, size);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function insertAll([first, second]: readonly [pg.Client, pg.Client], size: DataSize): Promise<void> {
  await first.query(FUNCTIONS);
  await insertPlan(first, size);
  const setAsideParts = await setAside(first);
  const slices = Math.max(1, Math.ceil(size.actions / ACTIONS_AT_ONCE));
  const steps =
    Object.keys(LEDGER_ROWS).length + RECOMMENDATIONS_OF_INVOICE * slices + 1 + setAsideParts.length + 1;
  const progress = new Progress(`${size.actions.toLocaleString('en')} actions`, steps);
  for (const [what, statement] of Object.entries(LEDGER_ROWS)) {
    await first.query(statement);
    progress.step(what);
  }
  for (let recommendation = 0; recommendation < RECOMMENDATIONS_OF_INVOICE; recommendation++) {
    const others = [RECOMMENDATIONS, LOG, DELIVERIES];
    if (recommendation === RECOMMENDATIONS_OF_INVOICE - 1) others.push(EVENTS);
    for (let slice = 0; slice < slices; slice++) {
      await first.query(makeSlice(recommendation, slice, slices));
      // On two connections, because an INSERT uses one core.
      await Promise.all([first.query(ACTIONS), second.query(others.join(';'))]);
      progress.step('actions');
    }
  }
  await first.query('DROP TABLE bench.slice');
  await first.query(EVENT_HEADS);
  progress.step('event heads');
  for (const { what, statement } of setAsideParts) {
    await first.query(statement);
    progress.step(what);
  }
  await first.query('VACUUM ANALYZE');
  await first.query('CHECKPOINT').catch(() => {});
  progress.step('vacuum');
}

async function insertPlan(client: pg.Client, { actions, companies, largest }: DataSize): Promise<void> {
  const sizes = companySizes(actions, companies, largest);
  const invoices = sizes.map((size) => Math.max(1, Math.round(size / ACTIONS_OF_INVOICE)));
  await client.query(
    `INSERT INTO bench.company (n, id, actions, invoices, customers)
     SELECT n, bench.company_id(n::int), invoices * ${ACTIONS_OF_INVOICE}, invoices, greatest(1, invoices / ${INVOICES_OF_CUSTOMER})
     FROM unnest($1::int[]) WITH ORDINALITY AS s (invoices, n)`,
    [invoices],
  );
  await client.query(
    'INSERT INTO bench.letter SELECT n - 1, body FROM unnest($1::text[]) WITH ORDINALITY AS l (body, n)',
    [letters()],
  );
  await client.query('ANALYZE bench.company; ANALYZE bench.letter');
}
