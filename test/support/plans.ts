import type { QueryRunner } from 'typeorm';

export interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Index Cond'?: string;
  Plans?: Node[];
}

/** A plan is made for the values at hand, or once for all; PostgreSQL changes over after five times. */
export const MODES = ['force_custom_plan', 'force_generic_plan'] as const;

/** How the server would run the very statement that the repository sends. */
export async function nodesOf(
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

/** Whether it reads a table from end to end, and so the rows of every company. */
export const readsWhole = (nodes: readonly Node[], table: string): boolean =>
  nodes.some((node) => node['Node Type'] === 'Seq Scan' && node['Relation Name'] === table);
