import type { Result } from './result.js';

export interface Form {
  /** How long each attack goes on. */
  attackMs: number;
  /** Of the victim's 99th percentile: a multiple of that at rest, but at least a floor. */
  latencyFactor: number;
  latencyFloorMs: number;
  stallMs: number;
  growthMib: number;
}

/**
 * The promises, exactly; and, for CI machines that are busy otherwise, with generous times. The floor of the latency leaves room for
 * the database server, which uses the same processors.
 */
export const FORMS = {
  long: { attackMs: 12_000, latencyFactor: 3, latencyFloorMs: 200, stallMs: 50, growthMib: 100 },
  short: { attackMs: 2_500, latencyFactor: 6, latencyFloorMs: 2_000, stallMs: 100, growthMib: 100 },
} as const satisfies Record<string, Form>;

/** The largest response that is sent at once, in bytes; longer ones must be streamed. */
const RESPONSE_BYTES = 8 * 1024 * 1024;

/** The limits that an attack has broken, as sentences. */
export function brokenLimits(result: Result, restP99Ms: number, form: Form): string[] {
  const { died, measured, failures, p99Ms, largestResponse, broken } = result;
  const allowedMs = Math.max(form.latencyFactor * restP99Ms, form.latencyFloorMs);
  const checks: [boolean, string][] = [
    [died, 'the server died'],
    [!died && !measured, 'the server did not respond to the probe'],
    [failures > 0, `${failures} requests of the victim failed`],
    [p99Ms > allowedMs, `the victim's p99 is ${round(p99Ms)} ms, above ${round(allowedMs)} ms`],
    [
      (measured?.stallMs ?? 0) > form.stallMs,
      `a stall of ${round(measured?.stallMs)} ms, above ${form.stallMs} ms`,
    ],
    [
      (result.growthMib ?? 0) > form.growthMib,
      `a growth of ${round(result.growthMib)} MiB, above ${form.growthMib} MiB`,
    ],
    [
      largestResponse > RESPONSE_BYTES,
      `a response of ${round(largestResponse / 1024 / 1024)} MiB at once, above 8 MiB`,
    ],
  ];
  return [...checks.filter(([isBroken]) => isBroken).map(([, sentence]) => sentence), ...broken];
}

const round = (value: number | null | undefined): number => Math.round(value ?? 0);
