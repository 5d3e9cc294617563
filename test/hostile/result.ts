import type { Experience } from './victim.js';
import type { Measured } from './server.js';

/** What an attack, or the time without one, did to the server and to the victim. */
export interface Result {
  name: string;
  does: string;
  died: boolean;
  /** Null if the process has died or does not respond. */
  measured: Measured | null;
  /** How much the memory of the process grew at most. */
  growthMib: number | null;
  /** How much of that is left after a garbage collection, while the connections of the attacker are still open. */
  keptMib: number | null;
  requests: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  failures: number;
  failuresBy: Record<string, number>;
  /** The responses of the attacker, by status or error. */
  outcomes: Record<string, number>;
  largestResponse: number;
  /** The promises that are particular to the attack, and did not hold. */
  broken: string[];
}

export function latenciesOf({ latenciesMs, failures }: Experience) {
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const quantile = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    requests: sorted.length,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    maxMs: sorted.at(-1) ?? 0,
    failures: Object.values(failures).reduce((sum, count) => sum + count, 0),
    failuresBy: failures,
  };
}

const HEADINGS = ['attack', 'p50', 'p99', 'failed', 'stall (wall)', 'growth (kept)', 'attacker', ''];

/** A Markdown table: milliseconds and MiB, and the limits that were broken. */
export function tableOf(rows: readonly (Result & { brokenLimits: string[] })[]): string {
  const number = (value: number | null | undefined) =>
    value === null || value === undefined ? '–' : Math.round(value);
  const cells = rows.map((row) => [
    row.name,
    `${number(row.p50Ms)}`,
    `${number(row.p99Ms)}`,
    `${row.failures}/${row.requests}${shown(row.failuresBy)}`,
    `${number(row.measured?.stallMs)} (${number(row.measured?.wallMs)})`,
    `${number(row.growthMib)} (${number(row.keptMib)})`,
    shown(row.outcomes).trim(),
    row.brokenLimits.join('; ') || 'ok',
  ]);
  return [HEADINGS, HEADINGS.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

const shown = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([name, count]) => ` ${name}×${count}`)
    .join('');
