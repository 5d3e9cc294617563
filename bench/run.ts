/** `npm run bench`: see README.md, or `--help`. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyOf } from './data/copy.js';
import { cachedData } from './data/cache.js';
import { startBenchServer } from './database-server.js';
import { aloneP50, measurePair, memoryOver, type Side, warmUp } from './measure.js';
import { type Options, readOptions, USAGE } from './options.js';
import { startFloor, startProduct } from './processes/server-process.js';
import { parentOf } from './processes/usage.js';
import { commit, cpu, versions } from './results/about.js';
import type { Result, ResultRow } from './results/result.js';
import { cellsOf, tableOf } from './results/table.js';
import { writeResults } from './results/write-results.js';
import { measureNeighbours, NEIGHBOUR_TITLE } from './rows/neighbour-rows.js';
import { type Row, titleOf } from './rows/row.js';
import { type Read, viewRows } from './rows/view-rows.js';
import { amountsFor, writeRows } from './rows/write-rows.js';
import { openScene, type Scene } from './scene/scene.js';
import { compareWithBase } from './short.js';

const MEMORY_TITLE = 'memory';
const WARM_UP_SECONDS = 8;

const args = process.argv.slice(2);
if (args.includes('--help')) console.log(USAGE);
else {
  const options = readOptions(args);
  await (options.short ? compareWithBase(options) : run(options));
}

async function run(options: Options): Promise<void> {
  const cached = await cachedData(options.size);
  const data = options.inPlace ? cached : await copyOf(cached);
  const server = await startBenchServer(data);
  try {
    await measureOn(server.url, options);
  } finally {
    await server.release();
    // What was measured has fewer actions to approve than it had.
    await rm(data, { recursive: true });
  }
}

async function measureOn(databaseUrl: string, options: Options): Promise<void> {
  const scene = await openScene(databaseUrl);
  const product = await startProduct(databaseUrl);
  const temporary = await mkdtemp(join(tmpdir(), 'daybook-bench-'));
  const { rows: backend } = await scene.client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const postgres = await parentOf(backend[0]!.pid);
  const reads: Record<string, Read> = {};
  const readsFile = join(temporary, 'reads.json');
  const side: Side = { server: product, token: scene.token, postgres };
  const selects = (title: string): boolean =>
    options.only.length === 0 || options.only.some((part) => title.includes(part));
  try {
    const rows = (await rowsOf(scene, side, reads, options)).filter((row) => selects(titleOf(row)));
    if (options.list) return console.log([...rows.map(titleOf), NEIGHBOUR_TITLE, MEMORY_TITLE].join('\n'));
    await writeFile(readsFile, JSON.stringify(reads));
    const floor = await startFloor(databaseUrl, readsFile);
    try {
      const floorSide = { server: floor, token: null, postgres };
      const result: Result = {
        date: new Date().toISOString().slice(0, 10),
        commit: commit(),
        actions: options.size.actions,
        rounds: options.rounds,
        seconds: options.seconds,
        versions: await versions(scene.client),
        cpu: cpu(),
        rows: await measureRows(rows, side, floorSide, options),
        neighbours: selects(NEIGHBOUR_TITLE)
          ? await measureNeighbours(scene, side, options.rounds, options.seconds)
          : [],
        memory: selects(MEMORY_TITLE) ? await memoryOf(rows, side, options.minutes) : null,
      };
      console.log(tableOf(result));
      if (options.only.length === 0) await writeResults(result);
    } finally {
      await floor.stop();
    }
  } finally {
    await product.stop();
    await scene.client.end();
    await rm(temporary, { recursive: true });
  }
}

/** Views first: writes leave dead rows behind. */
async function rowsOf(
  scene: Scene,
  side: Side,
  reads: Record<string, Read>,
  options: Options,
): Promise<Row[]> {
  const countOf = async (path: string): Promise<number> => {
    const headers = { authorization: `Token ${side.token}` };
    const response = await fetch(side.server.url + path, { headers });
    return ((await response.json()) as { count?: number }).count ?? 0;
  };
  const rows: Row[] = [];
  for (const company of scene.companies) rows.push(...(await viewRows(company, reads, countOf)));
  return [...rows, ...(await writeRows(scene, amountsFor(scene, options.rounds)))];
}

async function measureRows(
  rows: readonly Row[],
  side: Side,
  floorSide: Side,
  options: Options,
): Promise<ResultRow[]> {
  const results: ResultRow[] = [];
  const views = rows.filter(({ isRead }) => isRead);
  if (views.length > 0) {
    await warmUp(
      side,
      views.map(({ product }) => product),
      WARM_UP_SECONDS,
    );
    await warmUp(
      floorSide,
      views.map(({ floor }) => floor!),
      WARM_UP_SECONDS,
    );
  }
  for (const row of rows) {
    const sides = [{ side, source: row.product }];
    if (row.floor) sides.unshift({ side: floorSide, source: row.floor });
    const measured = await measurePair(row, sides, options);
    const [product, floor = null] = measured.toReversed();
    const { name, company, connections, unit, target } = row;
    const result: ResultRow = {
      company,
      name,
      connections,
      unit,
      target,
      floor,
      product: product!,
      ratio: floor && floor.rate > 0 ? product!.rate / floor.rate : null,
      aloneP50: row.isRead ? await aloneP50(side, row.product) : null,
    };
    results.push(result);
    console.error(cellsOf(result).join('  '));
  }
  return results;
}

/** All views by turns, for some minutes. */
async function memoryOf(rows: readonly Row[], side: Side, minutes: number): Promise<Result['memory']> {
  const sources = rows
    .filter(({ isRead, connections }) => isRead && connections === 20)
    .map(({ product }) => product);
  if (sources.length === 0) return null;
  let next = 0;
  const samples = await memoryOver(side, () => sources[(next += 1) % sources.length]!(), minutes * 60);
  const tenth = Math.ceil(samples.length / 10);
  const mean = (some: number[]): number => some.reduce((sum, value) => sum + value, 0) / some.length;
  return {
    minutes,
    first: mean(samples.slice(0, tenth)),
    last: mean(samples.slice(-tenth)),
    highest: Math.max(...samples),
  };
}
