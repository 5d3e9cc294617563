import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fill } from './data/fill.js';
import { openBenchDatabase } from './database-server.js';
import { measurePair, type Side, warmUp } from './measure.js';
import type { Options } from './options.js';
import { type ServerProcess, startProduct } from './processes/server-process.js';
import { parentOf } from './processes/usage.js';
import { git } from './results/about.js';
import { digits } from './results/table.js';
import { type Row, titleOf } from './rows/row.js';
import { viewRows } from './rows/view-rows.js';
import { amountsFor, writeRows } from './rows/write-rows.js';
import { openScene, type Scene } from './scene/scene.js';

const ROOT = new URL('..', import.meta.url).pathname;
/** The least with a company of 10,000 actions, and a larger one in which enough can be approved. */
const SIZE = { actions: 60_000, companies: 200, largest: 0.3 };
const WARM_UP_SECONDS = 5;
const ROUNDS = { rounds: 3, seconds: 1 };
/** What of the rows the short form measures. */
const ROWS = [
  '10k inbox',
  '10k history',
  '10k all actions',
  '10k one invoice',
  '10k search: a rare word',
  '10k search: a common word',
  '10k counts',
  'approve',
  'send',
  'bulk approve of 100',
  'recommendation of two actions',
  'ledger of 5000 new rows',
  'ledger of 5000 unchanged rows',
];

interface Version {
  scene: Scene;
  server: ServerProcess;
  rows: Row[];
}

/**
 * Builds the base, and runs it and the working tree by turns, each on a database of its own in one server, because their migrations may
 * differ. The rows are those of the working tree: a base that lacks an operation shows errors.
 */
export async function compareWithBase({ base, only }: Options): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'daybook-bench-'));
  const baseRoot = join(folder, 'base');
  const data = join(folder, 'data');
  const closing: (() => Promise<unknown>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    console.error(`Building ${git('log', '-1', '--format=%h %s', base)}.`);
    closing.unshift(async () => git('worktree', 'remove', '--force', baseRoot));
    await build(baseRoot, base);
    const versions: Version[] = [];
    let postgres = 0;
    for (const [name, root] of [
      ['base', baseRoot],
      ['change', ROOT],
    ] as const) {
      const database = await openBenchDatabase(data, name);
      closing.unshift(() => database.release());
      const { migrate } = (await import(join(root, 'dist/database/migrate.js'))) as {
        migrate: (url: string) => Promise<unknown>;
      };
      await fill(database.url, SIZE, migrate);
      const scene = await openScene(database.url);
      closing.unshift(() => scene.client.end());
      const server = await startProduct(database.url, root);
      closing.unshift(() => server.stop());
      const { rows } = await scene.client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      postgres = await parentOf(rows[0]!.pid);
      versions.push({ scene, server, rows: await rowsOf(scene) });
    }
    await compare(versions, postgres, only);
  } finally {
    for (const close of closing) await close();
  }
}

async function build(root: string, base: string): Promise<void> {
  git('worktree', 'add', '--detach', root, base);
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  execFileSync('npx', ['nest', 'build'], { cwd: root, stdio: 'inherit' });
}

async function rowsOf(scene: Scene): Promise<Row[]> {
  const company = scene.companies.find(({ label }) => label === '10k')!;
  const views = await viewRows(company, {}, () => Promise.resolve(0));
  const rows = [...views, ...(await writeRows(scene, amountsFor(scene, ROUNDS.rounds)))];
  return rows.filter(({ name, company }) => ROWS.includes(name) || ROWS.includes(`${company} ${name}`));
}

async function compare(versions: Version[], postgres: number, only: string[]): Promise<void> {
  const line = (...cells: string[]): void =>
    console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(40) : cell.padStart(12))).join(''));
  for (const { scene, server, rows } of versions) {
    const views = rows.filter(({ isRead }) => isRead).map(({ product }) => product);
    await warmUp({ server, token: scene.token, postgres }, views, WARM_UP_SECONDS);
  }
  line('', 'change/base', 'base/s', 'change/s', 'base p50', 'change p50');
  for (const [index, row] of versions[0]!.rows.entries()) {
    if (only.length > 0 && !only.some((part) => titleOf(row).includes(part))) continue;
    const sides = versions.map(({ scene, server, rows }) => {
      const side: Side = { server, token: scene.token, postgres };
      return { side, source: rows[index]!.product };
    });
    const [base, change] = await measurePair(row, sides, ROUNDS);
    const errors = { ...base!.errors, ...change!.errors };
    line(
      titleOf(row),
      (change!.rate / base!.rate).toFixed(2),
      ...[base!.rate, change!.rate, base!.p50, change!.p50].map(digits),
      Object.keys(errors).length > 0 ? `errors: ${Object.keys(errors).join(', ')}` : '',
    );
  }
}
