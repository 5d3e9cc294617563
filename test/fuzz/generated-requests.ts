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
import { fetchApiDocument, isEndless, type Operation } from '../support/api-document.js';
import { snapshotOf } from '../support/snapshot.js';
import { type FuzzRequest, requestTo } from './requests.js';
import { StatusCounts } from './status-counts.js';
import { closeConnections, sendRequest } from './send-request.js';
import { createFixtures, type Fixtures } from './fixtures.js';

/** Operations that are tested at the same time: enough to contend in the database, but not so many that all wait for the CPU. */
const CONCURRENCY = 6;
/** Time limit for each operation: shrinking a failure could go on for hours. */
const OPERATION_TIMEOUT_MS = 10 * 60_000;
/** With fewer requests per operation, an operation may get no successful response by chance. */
const REPRESENTATIVE_COUNT = 40;
/** Fixed, so that a change is judged by its own effect; `npm run test:fuzz` takes another one each time. */
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const DEADLOCKS = 'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()';

let databaseUrl: string;
let app: RunningApp;
let fixtures: Fixtures;

/** Registers a test that sends `count` generated requests, about equally many to every operation. */
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
    `${count} generated requests get no 5xx, and only documented responses (seed ${SEED})`,
    async () => {
      const document = await fetchApiDocument(app);
      const validator = new ResponseValidator(document);
      const operations = document.operations.filter((operation) => !isEndless(operation));
      const counts = new StatusCounts();
      const foreignBefore = await snapshotOf(app.dataSource, fixtures.foreign.company.id);
      const perOperation = Math.ceil(count / operations.length);

      const requests = operations.map(requestTo);
      // The first samples of a generator are so slow that requests in flight would miss their deadlines.
      for (const generator of requests) fc.sample(generator, 10);
      const fuzz = (operation: Operation, index: number) =>
        fc.assert(
          fc.asyncProperty(requests[index]!, async (request) => {
            for (const response of await sendRequest(app.url, request, fixtures)) {
              counts.add(operation.id, response.status);
              check(validator, operation, request, response);
            }
          }),
          { numRuns: perOperation, seed: SEED + index, interruptAfterTimeLimit: OPERATION_TIMEOUT_MS },
        );
      const queue = [...operations.entries()];
      const outcomes: PromiseSettledResult<void>[] = [];
      const workers = Array.from({ length: CONCURRENCY }, async () => {
        for (let next = queue.shift(); next; next = queue.shift()) {
          const [index, operation] = next;
          outcomes.push(...(await Promise.allSettled([fuzz(operation, index)])));
        }
      });
      await Promise.all(workers);

      process.stdout.write(`Fuzz: ${counts.total} requests, seed ${SEED}\n${counts.toString()}\n`);
      // Reports all failures together, because one defect can affect several operations.
      const failures = outcomes.flatMap((outcome) =>
        outcome.status === 'rejected' ? messageOf(outcome.reason as Error) : [],
      );
      expect(failures.join('\n\n')).toBe('');
      expect(counts.total).toBeGreaterThanOrEqual(count);
      const { values } = await app.nest.get(Metrics).dbInputLeak.get();
      expect(values).toMatchObject([{ value: 0 }]);
      expect(await snapshotOf(app.dataSource, fixtures.foreign.company.id)).toEqual(foreignBefore);
      // Bypasses the API and its time limits, because there can be many rows.
      const select = (text: string, values?: unknown[]) => sql(databaseUrl, text, values);
      // Clients retry after a 503, so the responses do not show deadlocks.
      expect(await select(DEADLOCKS)).toEqual([{ deadlocks: '0' }]);
      // Many generated requests have the same X-Request-Id.
      const { 'a request changes an action at most once': _, ...broken } = await violations(select, {
        companies: [fixtures.written.company.id],
      });
      expect(broken).toEqual({});
      const company = await app.nest.get(OperatorAdmission).admit(fixtures.written.company.id);
      expect((await app.nest.get(AuditService).verify(company)).broken).toEqual([]);
      if (perOperation < REPRESENTATIVE_COUNT) return;
      // Each operation must get enough valid requests: rejected requests test only the validation.
      for (const { id } of operations) expect(counts.successes(id)).toBeGreaterThan(perOperation / 20);
    },
    3 * OPERATION_TIMEOUT_MS,
  );
}

function check(
  validator: ResponseValidator,
  operation: Operation,
  request: FuzzRequest,
  response: HttpResponse,
): void {
  const { method, target, query } = request;
  // The schema of a list has whole actions.
  const isSelection = operation.id === 'listActions' && new URLSearchParams(query).has('fields');
  if (isSelection && response.status === 200) return;
  assert(response.status < 500, `${response.status} ${response.text}`);
  const hasOwnMethod = method === operation.method || (method === 'HEAD' && operation.method === 'GET');
  if (hasOwnMethod && target.asDocumented) return validator.check(operation, response, method !== 'HEAD');
  // A changed path or method may match another operation, or none.
  if (response.status >= 400 && method !== 'HEAD') validator.checkProblem(response);
}

const messageOf = ({ message, cause }: Error): string =>
  `${message.split('\nHint')[0]}\n${String((cause as Error | undefined)?.message)}`;
