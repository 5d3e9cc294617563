import { setTimeout as sleep } from 'node:timers/promises';
import { type Latencies, load, median, type Source } from './load/load.js';
import { cpuSeconds, memoryMib } from './processes/usage.js';
import type { ServerProcess } from './processes/server-process.js';
import type { Row } from './rows/row.js';

/** One of the two servers that a row compares. */
export interface Side {
  server: ServerProcess;
  token: string | null;
  /** The main process of PostgreSQL. */
  postgres: number;
}

/** Medians over the rounds. */
export interface Measured extends Omit<Latencies, 'requests'> {
  /** Milliseconds of CPU for each request, of the server and of PostgreSQL. */
  cpuMs: number;
  postgresMs: number;
}

const WARM_UP_SECONDS = 0.7;
const WARM_UP_AMOUNT = 0.1;
/** So few responses in the warm-up make the rounds longer. */
const FEW = 20;
const LONGER = 4;

export interface Rounds {
  rounds: number;
  seconds: number;
}

/** Measures both sides alternately, after a warm-up of both: what else happens on the machine meets both alike. */
export async function measurePair(
  row: Row,
  sides: { side: Side; source: Source }[],
  { rounds, seconds }: Rounds,
): Promise<Measured[]> {
  const { amount, connections } = row;
  const warmUpLoad = amount ? { amount: Math.ceil(amount * WARM_UP_AMOUNT) } : { seconds: WARM_UP_SECONDS };
  let fewest = Infinity;
  for (const { side, source } of sides) {
    const { rate } = await measureOnce(side, source, { connections, ...warmUpLoad });
    fewest = Math.min(fewest, rate * WARM_UP_SECONDS);
  }
  // What is cut off by the end of a round is not counted: slow requests need longer ones.
  const wanted = amount ? { amount } : { seconds: fewest < FEW ? seconds * LONGER : seconds };
  const results: Measured[][] = sides.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, { side, source }] of sides.entries())
      results[index]!.push(await measureOnce(side, source, { connections, ...wanted }));
  return results.map(medianOf);
}

async function measureOnce(
  { server, token, postgres }: Side,
  source: Source,
  wanted: { connections: number; amount?: number; seconds?: number },
): Promise<Measured> {
  const before = [await cpuSeconds(server.pid), await cpuSeconds(postgres)] as const;
  const { requests, ...latencies } = await load(server.url, token, source, wanted);
  server.assertRunning();
  const after = [await cpuSeconds(server.pid), await cpuSeconds(postgres)] as const;
  const perRequest = (index: 0 | 1): number =>
    ((after[index] - before[index]) * 1_000) / Math.max(1, requests);
  return { ...latencies, cpuMs: perRequest(0), postgresMs: perRequest(1) };
}

function medianOf(rounds: readonly Measured[]): Measured {
  const of = (key: Exclude<keyof Measured, 'errors'>): number => median(rounds.map((round) => round[key]));
  const errors: Record<number, number> = {};
  for (const round of rounds)
    for (const [status, count] of Object.entries(round.errors))
      errors[+status] = (errors[+status] ?? 0) + count;
  return {
    rate: of('rate'),
    p50: of('p50'),
    p99: of('p99'),
    cpuMs: of('cpuMs'),
    postgresMs: of('postgresMs'),
    errors,
  };
}

/** Runs sources by turns until V8 has compiled what they need. */
export async function warmUp(
  { server, token }: Side,
  sources: readonly Source[],
  seconds: number,
): Promise<void> {
  let next = 0;
  await load(server.url, token, () => sources[(next += 1) % sources.length]!(), { connections: 8, seconds });
}

/** The median latency on one connection, in milliseconds; null if not every response was a success. */
export async function aloneP50({ server, token }: Side, source: Source): Promise<number | null> {
  const { p50, errors } = await load(server.url, token, source, { connections: 1, seconds: 1 });
  return Object.keys(errors).length > 0 ? null : p50;
}

/** Resident memory while a source is requested, in MiB, each second. */
export async function memoryOver(
  { server, token }: Side,
  source: Source,
  seconds: number,
): Promise<number[]> {
  const samples: number[] = [];
  const isOver = load(server.url, token, source, { connections: 20, seconds }).then(() => true);
  do samples.push(await memoryMib(server.pid));
  while (!(await Promise.race([isOver, sleep(1_000, false)])));
  return samples;
}
