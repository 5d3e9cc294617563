import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';
import { poolOf } from '../../src/database/connection/pool.js';
import { groupBy } from '../../src/group-by.js';
import { sql } from './database.js';

/** A node of a plan that was executed. */
interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  /** The average of the loops. */
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Join Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Shared Hit Blocks'?: number;
  'Shared Read Blocks'?: number;
  Plans?: PlanNode[];
}

/** What an executed statement read. Both numbers depend on the plan and the rows alone, not on the machine. */
export interface ExecutedPlan {
  statement: string;
  /** The most rows that one node of the plan returned or discarded, over all its loops. */
  rows: number;
  /** Pages that the plan read, cached or not: also finds index scans that discard entries without counting them as rows. */
  pages: number;
  /** The nodes of the plan with the rows of each, for the message of a failed test. */
  outline: string;
}

const AUTO_EXPLAIN = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_format': 'json',
  'auto_explain.log_level': 'notice',
  'auto_explain.log_parameter_max_length': '0',
  // Also the statements with which PostgreSQL checks foreign keys, one for each row.
  'auto_explain.log_nested_statements': 'on',
};

/** Lets new connections to a database report the plan of each statement. Call it before the application starts. */
export async function reportPlans(databaseUrl: string): Promise<void> {
  const database = new URL(databaseUrl).pathname.slice(1);
  for (const [name, value] of Object.entries(AUTO_EXPLAIN))
    await sql(databaseUrl, `ALTER DATABASE ${database} SET ${name} = '${value}'`);
}

/** The plans of all statements that the application executes during some work, in any transaction. */
export class PlanRecorder {
  private readonly listening = new WeakSet<PoolClient>();
  private recorded: ExecutedPlan[] = [];

  constructor(dataSource: DataSource) {
    poolOf(dataSource).on('acquire', (client) => {
      if (this.listening.has(client)) return;
      this.listening.add(client);
      client.on('notice', ({ message = '' }) => {
        const [, json] = /^duration: .* plan:\n([^]*)$/.exec(message) ?? [];
        if (json) this.recorded.push(executedPlanOf(JSON.parse(json)));
      });
    });
  }

  async during(work: () => PromiseLike<unknown>): Promise<ExecutedPlan[]> {
    this.recorded = [];
    await work();
    return this.recorded;
  }
}

/** The most that the executions of one statement may read together. */
export interface ReadLimit {
  rows: number;
  pages: number;
}

/** Describes the statements that read more than the limit, in all their executions together. */
export function excessiveReads(plans: readonly ExecutedPlan[], limit: ReadLimit): string[] {
  return [...groupBy(plans, ({ statement }) => statement)].flatMap(([statement, executions]) => {
    const { rows, pages } = FOREIGN_KEY_CHECK.test(statement)
      ? typicalReads(executions)
      : totalReads(executions);
    if (rows <= limit.rows && pages <= limit.pages) return [];
    const worst = executions.toSorted((a, b) => b.rows - a.rows || b.pages - a.pages)[0]!;
    return [
      `${rows} rows and ${pages} pages in ${executions.length} executions of ${statement}\n${worst.outline}`,
    ];
  });
}

/** PostgreSQL plans the first five checks of a connection for their values, and keeps the plan of the sixth. */
const FOREIGN_KEY_CHECK = /^SELECT 1 FROM ONLY/;

function typicalReads(executions: readonly ExecutedPlan[]): ReadLimit {
  if (executions.length <= 10) return { rows: 0, pages: 0 };
  const { rows, pages } = executions.toSorted((a, b) => a.rows - b.rows)[executions.length >> 1]!;
  return { rows: rows * executions.length, pages: pages * executions.length };
}

const totalReads = (executions: readonly ExecutedPlan[]): ReadLimit => ({
  rows: sum(executions.map(({ rows }) => rows)),
  pages: sum(executions.map(({ pages }) => pages)),
});

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

function executedPlanOf({
  'Query Text': statement,
  Plan,
}: {
  'Query Text': string;
  Plan: PlanNode;
}): ExecutedPlan {
  const nodes = flatten(Plan);
  return {
    statement: statement.replaceAll(/\s+/g, ' ').trim(),
    rows: Math.max(...nodes.map(({ node }) => rowsOf(node))),
    pages: pagesOf(Plan),
    outline: nodes.map(({ node, depth }) => `${'  '.repeat(depth)}${describe(node)}`).join('\n'),
  };
}

function flatten(node: PlanNode, depth = 0): { node: PlanNode; depth: number }[] {
  return [{ node, depth }, ...(node.Plans ?? []).flatMap((child) => flatten(child, depth + 1))];
}

/** A scan of a table of a few pages costs no more than a look-up in an index. */
const FEW_PAGES = 15;

function rowsOf(node: PlanNode): number {
  const isSmallScan = node['Node Type'] === 'Seq Scan' && pagesOf(node) <= FEW_PAGES * node['Actual Loops'];
  if (isSmallScan) return Math.round(node['Actual Rows'] * node['Actual Loops']);
  const discarded =
    (node['Rows Removed by Filter'] ?? 0) +
    (node['Rows Removed by Join Filter'] ?? 0) +
    (node['Rows Removed by Index Recheck'] ?? 0);
  return Math.round((node['Actual Rows'] + discarded) * node['Actual Loops']);
}

const pagesOf = (node: PlanNode): number =>
  (node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0);

const describe = (node: PlanNode): string =>
  [node['Node Type'], node['Index Name'] ?? node['Relation Name'] ?? '', rowsOf(node)].join(' ');
