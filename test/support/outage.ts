import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import request, { type Response } from 'supertest';
import { LIMITS } from '../../src/limits.js';
import type { RunningApp } from './app.js';
import type { Tenant } from './tenant.js';
import { expectProblem } from './problem.js';
import { stopwatch } from './stopwatch.js';

const RESPONSE_DEADLINE_MS = 2_000;
const RECOVERY_MS = 5_000;

/** A read, a command, a command with an Idempotency-Key, and the health checks. */
export interface Operations {
  read(): Promise<Response>;
  command(): Promise<Response>;
  commandWithKey(): Promise<Response>;
  ready(): Promise<Response>;
  live(): Promise<Response>;
}

/** Creates two undecided actions and the operations on them. */
export async function operationsOf(
  { url }: RunningApp,
  { make, company, client }: Tenant,
): Promise<Operations> {
  const [plain, keyed] = [await make.anAction(company), await make.anAction(company)];
  return {
    read: async () => client.list(),
    command: async () => client.perform('approve', plain.id),
    commandWithKey: async () => client.perform('approve', keyed.id).set('Idempotency-Key', 'outage'),
    ready: async () => request(url).get('/health/ready'),
    live: async () => request(url).get('/health/live'),
  };
}

/** Expects a 503 within the deadline from all operations at once, twice, and 200 from `live`. */
export async function expectAllUnavailable({ live, ...others }: Operations): Promise<void> {
  // A successful readiness check counts for this time.
  await sleep(LIMITS.readyMs);
  for (let round = 1; round <= 2; round++) await Promise.all(Object.values(others).map(expectUnavailable));
  expect((await live()).status).toBe(200);
}

export async function expectUnavailable(operation: () => Promise<Response>): Promise<void> {
  const elapsed = stopwatch();
  const response = await operation();
  const durationMs = elapsed();
  expectProblem(response, 'service_unavailable');
  expect(response.headers['retry-after']).toBe('2');
  expect(durationMs).toBeLessThan(RESPONSE_DEADLINE_MS);
}

/** Expects that a client which retries succeeds within RECOVERY_MS, and that each command has been performed once. */
export async function expectRecovery({ read, command, commandWithKey, ready }: Operations): Promise<void> {
  const deadline = performance.now() + RECOVERY_MS;
  for (let response = await read(); response.status !== 200; response = await read()) {
    expect(response.status).toBe(503);
    expect(performance.now()).toBeLessThan(deadline);
    await sleep(100);
  }
  expect((await ready()).status).toBe(200);
  for (const operation of [command, commandWithKey]) {
    const { status, body } = await operation();
    expect({ status, body }).toMatchObject({ status: 200, body: { status: 'processing' } });
    expect((body as { approval_log: object[] }).approval_log).toHaveLength(1);
  }
}
