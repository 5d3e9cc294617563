import { createLedgerCompany, invoiceIds } from '../scene/fresh-companies.js';
import { type Scene, takeApprovable } from '../scene/scene.js';
import { ledgerBody, recommendationBody } from './bodies.js';
import type { Row } from './row.js';

const BULK = 100;
const LEDGER_ROWS = 5_000;
const POLICY_INVOICES = 5_000;

/** How much each round of a write does. */
export interface Amounts {
  rounds: number;
  commands: number;
  bulks: number;
  recommendations: number;
  ledgers: number;
}

/** What is written must last for the floor, the product, their warm-ups, and the alternation of all rounds. */
export function amountsFor(scene: Scene, rounds: number): Amounts {
  const turns = 2 * rounds + 2;
  const approvable = Math.floor(scene.approvable.ids.length * 0.95);
  const bulks = Math.min(5, Math.floor(approvable / (BULK * turns * 2)));
  const commands = Math.min(500, Math.floor((approvable - bulks * BULK * turns) / (turns * 2)));
  return { rounds, commands, bulks, recommendations: 150, ledgers: 3 };
}

/** Commands, recommendations, ledgers and policy runs. Every request gets actions or invoices of its own. */
export async function writeRows(scene: Scene, amounts: Amounts): Promise<Row[]> {
  const { client, approvable } = scene;
  const { id, label } = approvable.company;
  const isRead = false;
  const command = (name: 'approve' | 'send'): Row => {
    const source = () => {
      const [action] = takeApprovable(scene, 1);
      return { method: 'POST', path: `/api/companies/${id}/actions/${action}/${name}`, body: '{}' } as const;
    };
    const row = { name, company: label, connections: 20, amount: amounts.commands, target: 0.6 };
    return { ...row, product: source, floor: source, isRead };
  };
  const bulk = () => {
    const ids = takeApprovable(scene, BULK);
    return {
      method: 'POST',
      path: `/api/companies/${id}/actions/bulk/approve`,
      body: JSON.stringify({ ids }),
    } as const;
  };
  const rows = [command('approve'), command('send')];
  const bulkName = `bulk approve of ${BULK}`;
  if (amounts.bulks > 0)
    rows.push({
      name: bulkName,
      company: label,
      connections: 2,
      amount: amounts.bulks,
      unit: BULK,
      product: bulk,
      floor: bulk,
      isRead,
    });
  rows.push(await recommendationRow(scene, amounts), ...(await ledgerRows(scene, amounts)));
  const policyCompanies: string[] = [];
  for (let run = 0; run < amounts.rounds + 1; run++)
    policyCompanies.push(await createLedgerCompany(client, `Policy ${run}`, POLICY_INVOICES));
  const runs = [...policyCompanies];
  const run = () =>
    ({ method: 'POST', path: `/api/companies/${runs.pop()!}/recommendations/run`, body: '{}' }) as const;
  const again = {
    method: 'POST',
    path: `/api/companies/${policyCompanies[0]}/recommendations/run`,
    body: '{}',
  } as const;
  const policy = { company: 'new', connections: 1, amount: 1, unit: POLICY_INVOICES, floor: null, isRead };
  rows.push({ ...policy, name: `policy run over ${POLICY_INVOICES} invoices`, product: run });
  rows.push({ ...policy, name: `policy run over ${POLICY_INVOICES} invoices, again`, product: () => again });
  return rows;
}

async function recommendationRow({ client }: Scene, { rounds, recommendations }: Amounts): Promise<Row> {
  const needed = (2 * rounds + 2) * (recommendations + 20);
  const company = await createLedgerCompany(client, 'Recommendations', needed);
  const invoices = await invoiceIds(client, company);
  const source = () => {
    const path = `/api/companies/${company}/recommendations`;
    return { method: 'POST', path, body: recommendationBody(invoices.pop()!) } as const;
  };
  return {
    name: 'recommendation of two actions',
    company: 'new',
    connections: 5,
    amount: recommendations,
    product: source,
    floor: source,
    isRead: false,
  };
}

async function ledgerRows({ client }: Scene, { ledgers }: Amounts): Promise<Row[]> {
  const company = await createLedgerCompany(client, 'Ledger', LEDGER_ROWS);
  const path = `/api/companies/${company}/ledger`;
  let batch = 0;
  const added = () =>
    ({ method: 'PUT', path, body: ledgerBody(`batch ${(batch += 1)}`, LEDGER_ROWS) }) as const;
  const same = { method: 'PUT', path, body: ledgerBody('unchanged', LEDGER_ROWS) } as const;
  const row = { company: 'new', connections: 1, amount: ledgers, unit: LEDGER_ROWS, isRead: false };
  return [
    { ...row, name: `ledger of ${LEDGER_ROWS} new rows`, product: added, floor: added },
    { ...row, name: `ledger of ${LEDGER_ROWS} unchanged rows`, product: () => same, floor: () => same },
  ];
}
