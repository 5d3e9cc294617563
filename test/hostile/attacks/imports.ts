import type { Attack } from '../attack.js';

const ledgerOf = (prefix: string) => ({
  customers: Array.from({ length: 1_000 }, (_, n) => ({
    external_id: `${prefix}${n}`,
    name: `Customer ${n}`,
  })),
  invoices: Array.from({ length: 4_000 }, (_, n) => ({
    invoice_number: `${prefix}${n}`,
    customer_external_id: `${prefix}${n % 1_000}`,
    amount: '1250.00',
    currency: 'USD',
    issued_on: '2026-09-12',
    due_date: '2026-10-12',
    status: 'open',
  })),
});

export const IMPORTS: Attack[] = [
  {
    name: 'imports without statistics',
    does: '3 × PUT ledger of 5,000 new rows, beside the company of 100,000 actions, without statistics',
    run: async (attacker) => {
      const { dataSource } = attacker.target;
      await forgetStatistics(dataSource);
      let imports = 0;
      const statuses = new Set<string>();
      await attacker.repeat(3, async () => {
        statuses.add(await attacker.call('PUT', '/ledger', ledgerOf(`${imports++}-`)));
      });
      await dataSource.query('ANALYZE');
      attacker.expect(
        statuses.has('200'),
        `an import must succeed; the responses are ${[...statuses].join(', ')}`,
      );
    },
  },
];

const forgetStatistics = (dataSource: { query(text: string): Promise<unknown> }) =>
  dataSource.query(`
    SELECT count(pg_clear_attribute_stats(schemaname, tablename, attname, inherited)) FROM pg_stats WHERE schemaname = 'public';
    SELECT count(pg_clear_relation_stats('public', relname)) FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'i')`);
