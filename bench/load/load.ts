import autocannon from 'autocannon';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  body?: string;
}

/** Gives the next request; those of commands differ. */
export type Source = () => HttpRequest;

export interface Load {
  connections: number;
  /** For how long, or else how many requests. */
  seconds?: number;
  amount?: number;
  /** Requests per second of all connections; as many as possible if absent. */
  rate?: number;
}

export interface Latencies {
  /** Requests per second. */
  rate: number;
  requests: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Responses that were no success, by status; 0 for failed connections. */
  errors: Record<number, number>;
}

/** Sends requests over a number of connections, each of which waits for its response before the next request. */
export async function load(
  url: string,
  token: string | null,
  source: Source,
  wanted: Load,
): Promise<Latencies> {
  const times: number[] = [];
  const errors: Record<number, number> = {};
  const startedAt = performance.now();
  let endedAt = startedAt;
  const running = autocannon({
    url,
    connections: Math.min(wanted.connections, wanted.amount ?? Infinity),
    ...(wanted.amount ? { amount: wanted.amount } : { duration: wanted.seconds ?? 1 }),
    ...(wanted.rate && { overallRate: wanted.rate }),
    timeout: 60,
    headers: {
      ...(token && { authorization: `Token ${token}` }),
      'content-type': 'application/json',
    },
    requests: [{ setupRequest: (request) => ({ ...request, ...source() }) }],
  });
  running.on('response', (_client, status, _bytes, time) => {
    times.push(time);
    endedAt = performance.now();
    if (status >= 300) errors[status] = (errors[status] ?? 0) + 1;
  });
  const { errors: failed } = await running;
  if (failed > 0) errors[0] = failed;
  // Until the last response: autocannon itself notices the end only by the second.
  const seconds = (endedAt - startedAt) / 1_000;
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return {
    rate: seconds > 0 ? times.length / seconds : 0,
    requests: times.length,
    p50: at(0.5),
    p99: at(0.99),
    errors,
  };
}

export const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
