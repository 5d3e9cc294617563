import pg from 'pg';
import { v7 as uuidv7 } from 'uuid';
import { SCOPE_NAMES } from '../../src/tenancy/scopes.js';
import { mintToken } from '../../src/tenancy/token-format.js';

export interface BenchCompany {
  id: string;
  /** Such as `10k`. */
  label: string;
  actions: number;
  customerId: string;
  customerName: string;
  invoiceId: string;
  invoiceNumber: string;
}

/** A database with its token and the companies that the rows are about. */
export interface Scene {
  client: pg.Client;
  token: string;
  /** Smallest first. */
  companies: BenchCompany[];
  /** Ids of actions that can be approved, of the company of commands; each is taken once. */
  approvable: { company: BenchCompany; ids: string[] };
}

const SIZES = [1_000, 10_000, 100_000, 400_000, 1_000_000];
const TOLERANCE = 0.2;
/** Commands are measured in the largest company below this size. */
const LARGEST_OF_COMMANDS = 150_000;
/** The middle of a company: rows at the edges might be special. */
const KEYS = `
  SELECT c.id, c.actions, i.id AS "invoiceId", i.invoice_number AS "invoiceNumber", cu.id AS "customerId", cu.name AS "customerName"
  FROM bench.company c
  JOIN invoice i ON i.company_id = c.id AND i.invoice_number = bench.invoice_number(c.invoices / 2)
  JOIN customer cu ON cu.company_id = c.id AND cu.id = i.customer_id
  WHERE c.n = $1`;
const APPROVABLE = `
  SELECT id FROM action WHERE company_id = $1 AND status = 'proposed' AND is_recommended AND action_required AND deleted_at IS NULL
    AND expires_at IS NULL ORDER BY md5(id::text)`;

export async function openScene(url: string): Promise<Scene> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: plan } = await client.query<{ n: number; actions: number }>(
    'SELECT n, actions FROM bench.company',
  );
  const companies: BenchCompany[] = [];
  const read = async (n: number): Promise<BenchCompany> => {
    const { rows } = await client.query<Omit<BenchCompany, 'label'>>(KEYS, [n]);
    return { ...rows[0]!, label: labelOf(rows[0]!.actions) };
  };
  for (const size of SIZES) {
    const nearest = plan.toSorted((a, b) => Math.abs(a.actions - size) - Math.abs(b.actions - size))[0]!;
    if (Math.abs(nearest.actions - size) <= size * TOLERANCE) companies.push(await read(nearest.n));
  }
  const largest = plan
    .filter(({ actions }) => actions < LARGEST_OF_COMMANDS)
    .toSorted((a, b) => b.actions - a.actions)[0]!;
  const company = await read(largest.n);
  const { rows } = await client.query<{ id: string }>(APPROVABLE, [company.id]);
  return {
    client,
    token: await createToken(client),
    companies,
    approvable: { company, ids: rows.map(({ id }) => id) },
  };
}

/** Such as `10k` for 9,996 actions. */
const labelOf = (actions: number): string => {
  const rounded = Number(actions.toPrecision(1));
  return rounded < 1_000_000 ? `${rounded / 1_000}k` : `${rounded / 1_000_000}M`;
};

/** A token with all scopes, for all companies. */
export async function createToken(client: pg.Client): Promise<string> {
  const { id, token, secretSha256 } = mintToken(uuidv7());
  await client.query('INSERT INTO api_token (id, name, secret_sha256, scopes) VALUES ($1, $2, $3, $4)', [
    id,
    'bench',
    secretSha256,
    SCOPE_NAMES,
  ]);
  await client.query('INSERT INTO api_token_company SELECT $1, id FROM company', [id]);
  return token;
}

/** @throws Error if there are too few: a row must not measure refusals */
export function takeApprovable({ approvable }: Scene, count: number): string[] {
  if (approvable.ids.length < count) throw new Error('Too few actions that can be approved are left.');
  return approvable.ids.splice(0, count);
}
