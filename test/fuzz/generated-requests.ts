import assert from 'node:assert/strict';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AuditService } from '../../src/audit/audit.service.js';
import { Metrics } from '../../src/observability/metrics.js';
import { OperatorAdmission } from '../../src/tenancy/admission.js';
import { type RunningApp, startApp } from '../support/app.js';
import { createMigratedDatabase, sql } from '../support/database.js';
import { type HttpResponse, ResponseValidator } from '../support/response-validator.js';
import { violations } from '../support/invariants.js';
import { fetchApiDocument, type Operation } from '../support/api-document.js';
import { snapshotOf } from '../support/snapshot.js';
import { type FuzzRequest, requestTo } from './requests.js';
import { StatusCounts } from './status-counts.js';
import { closeConnections, sendRequest } from './send-request.js';
import { createFixtures, type Fixtures } from './fixtures.js';

/** Operations that are tested concurrently: enough to contend in the database, not so many that all wait for the CPU. */
const CONCURRENCY = 6;
/** The time limit for an operation: shrinking a failure goes on for as long as there are shorter requests. */
const OPERATION_MS = 10 * 60_000;
/** With fewer requests to each operation, one of them may get no successful response by chance. */
const REPRESENTATIVE = 40;
/** Set FUZZ_SEED to the seed in the name of a failed test to repeat its requests. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const DEADLOCKS = 'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()';

let databaseUrl: string;
let app: RunningApp;
let fixtures: Fixtures;

/** Registers a test that sends so many generated requests, about the same number to every operation. */
export function testGeneratedRequests(count: number): void {
  beforeAll(async () => {
    databaseUrl = await createMigratedDatabase();
    app = await startApp(databaseUrl, { RATE_LIMIT_PER_MINUTE: 1_000_000 });
    fixtures = await createFixtures(app, databaseUrl);
  });
  afterAll(async () => {
    closeConnections();
    await app.nest.close();
  });

  it(
    `${count} generated requests: none fails with 5xx, every response is as documented (seed ${SEED})`,
    async () => {
      const document = await fetchApiDocument(app);
      const documented = new ResponseValidator(document);
      const counts = new StatusCounts();
      const untouched = await snapshotOf(app.dataSource, fixtures.foreign.company.id);
      const each = Math.ceil(count / document.operations.length);

      const requests = document.operations.map(requestTo);
      // The first samples of a generator are so slow that requests in flight would miss their deadlines.
      for (const some of requests) fc.sample(some, 10);
      const fuzz = (operation: Operation, at: number) =>
        fc.assert(
          fc.asyncProperty(requests[at]!, async (request) => {
            for (const answer of await sendRequest(app.url, request, fixtures)) {
              counts.add(operation.id, answer.status);
              check(documented, operation, request, answer);
            }
          }),
          { numRuns: each, seed: SEED + at, interruptAfterTimeLimit: OPERATION_MS },
        );
      const waiting = [...document.operations.entries()];
      const outcomes: PromiseSettledResult<void>[] = [];
      const lanes = Array.from({ length: CONCURRENCY }, async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const [at, operation] = next;
          outcomes.push(...(await Promise.allSettled([fuzz(operation, at)])));
        }
      });
      await Promise.all(lanes);

      process.stdout.write(`Fuzz: ${counts.total} requests, seed ${SEED}\n${counts.toString()}\n`);
      // All failures together: one defect may show in several operations.
      const failures = outcomes.flatMap((one) =>
        one.status === 'rejected' ? messageOf(one.reason as Error) : [],
      );
      expect(failures.join('\n\n')).toBe('');
      expect(counts.total).toBeGreaterThanOrEqual(count);
      const { values } = await app.nest.get(Metrics).dbInputLeak.get();
      expect(values).toMatchObject([{ value: 0 }]);
      expect(await snapshotOf(app.dataSource, fixtures.foreign.company.id)).toEqual(untouched);
      // Directly, without the time limits of the API.
      const select = (text: string, values?: unknown[]) => sql(databaseUrl, text, values);
      // Retries would hide deadlocks.
      expect(await select(DEADLOCKS)).toEqual([{ deadlocks: '0' }]);
      // Many generated requests have the same X-Request-Id.
      const { 'a request changes an action at most once': _, ...broken } = await violations(select, {
        companies: [fixtures.written.company.id],
      });
      expect(broken).toEqual({});
      const tenant = await app.nest.get(OperatorAdmission).admit(fixtures.written.company.id);
      expect((await app.nest.get(AuditService).verify(tenant)).broken).toEqual([]);
      if (each < REPRESENTATIVE) return;
      // Refused requests alone would prove little.
      for (const { id } of document.operations) expect(counts.successes(id)).toBeGreaterThan(each / 20);
    },
    3 * OPERATION_MS,
  );
}

function check(
  documented: ResponseValidator,
  operation: Operation,
  request: FuzzRequest,
  answer: HttpResponse,
): void {
  const { method, target } = request;
  assert(answer.status < 500, `${answer.status} ${answer.text}`);
  const isExpected = method === operation.method || (method === 'HEAD' && operation.method === 'GET');
  if (isExpected && target.asDocumented) return documented.check(operation, answer, method !== 'HEAD');
  // A changed path or method may lead to another operation, or to none.
  if (answer.status >= 400 && method !== 'HEAD') documented.checkProblem(answer);
}

const messageOf = ({ message, cause }: Error): string =>
  `${message.split('\nHint')[0]}\n${String((cause as Error | undefined)?.message)}`;
