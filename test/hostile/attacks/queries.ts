import type { Attack } from '../attack.js';

/** Loops of one request on the company of 100,000 actions. */
const loop = (name: string, count: number, method: string, path: string, body?: object): Attack => ({
  name,
  does: `${count} × ${method} ${path} on 100,000 actions`,
  company: 'big',
  run: (attacker) => attacker.repeat(count, () => attacker.call(method, path, body)),
});

/** Requests that are legitimate one by one, but take the database long. */
export const QUERIES: Attack[] = [
  loop('common word', 30, 'GET', '/actions?search=reminder&page_size=500'),
  loop('two letters', 30, 'GET', '/actions?search=re'),
  loop('deep pages', 30, 'GET', '/actions?page=180&page_size=500'),
  loop('counts', 30, 'GET', '/actions/counts'),
  loop('policy runs', 6, 'POST', '/recommendations/run', {}),
  {
    name: 'bulk commands',
    does: '10 × POST bulk/cancel on the same 100 actions',
    company: 'big',
    run: async (attacker) => {
      const { dataSource, company } = attacker.target;
      const rows = await dataSource.query<{ id: string }[]>(
        `SELECT id FROM action WHERE company_id = $1 AND status = 'cancelled' AND deleted_at IS NULL LIMIT 100`,
        [company.id],
      );
      const body = { ids: rows.map(({ id }) => id), reason: 'x'.repeat(2_000) };
      await attacker.repeat(10, () => attacker.call('POST', '/actions/bulk/cancel', body));
    },
  },
  {
    name: 'invoice lists',
    does: '30 × GET invoices, customers and aging of the company of 100,000 actions',
    company: 'big',
    isLong: true,
    run: (attacker) => {
      const paths = ['/invoices?page_size=500&page=80', '/customers?search=ra', '/ledger/aging'];
      return attacker.repeat(30, (index) => attacker.call('GET', paths[index % paths.length]!));
    },
  },
];
