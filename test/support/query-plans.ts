import type { QueryRunner } from 'typeorm';

export interface Node {
  'Node Type': string;
  'Parent Relationship'?: string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: Node[];
}

/** PostgreSQL plans a prepared statement for its values, and may switch to a generic plan after five executions. Tests check both. */
export const MODES = ['force_custom_plan', 'force_generic_plan'] as const;

/** All nodes of the plan for a prepared statement, from the root down. */
export async function planNodes(
  runner: QueryRunner,
  text: string,
  values: readonly unknown[],
  mode: (typeof MODES)[number],
): Promise<Node[]> {
  await runner.query(`SET plan_cache_mode = ${mode}`);
  await runner.query(`PREPARE statement AS ${text}`);
  const literals = values.map((value) => `'${literalOf(value)}'`);
  const [row] = await runner.query(`EXPLAIN (FORMAT JSON) EXECUTE statement (${literals.join()})`);
  await runner.query('DEALLOCATE statement');
  const nodes: Node[] = [row['QUERY PLAN'][0].Plan];
  for (const node of nodes) nodes.push(...(node.Plans ?? []));
  return nodes;
}

const literalOf = (value: unknown): string =>
  Array.isArray(value) ? `{${value.join()}}` : value instanceof Date ? value.toISOString() : String(value);

/** What a plan limits: the scan or the sort of the page, and the subqueries that look up one row. */
export const limitedNodes = (nodes: readonly Node[]): Node[] =>
  nodes
    .filter((node) => node['Node Type'] === 'Limit')
    // The other child of the page's limit computes its offset.
    .map(({ Plans }) => Plans!.find((child) => child['Parent Relationship'] === 'Outer')!);

/** Whether a plan scans a whole table, with the rows of all companies. */
export const hasSeqScan = (nodes: readonly Node[], table: string): boolean =>
  nodes.some((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] === table);
