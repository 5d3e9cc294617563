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

/** `npm run test:fuzz` sends more. */
const REQUESTS = Number(process.env.FUZZ_REQUESTS ?? 2_000);
/** Operations that are sent to at the same time: enough to meet in the database, not so many that all wait for the CPU. */
const AT_ONCE = 6;
/** For one operation; shrinking what failed it would otherwise go on for as long as there are shorter requests. */
const OPERATION_MS = 10 * 60_000;
/** As a failure names it, to see the same requests again. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const DEADLOCKS = 'SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()';

let databaseUrl: string;
let app: RunningApp;
let fixtures: Fixtures;

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
  `${REQUESTS} generated requests: none is a 5xx, every answer is as documented (seed ${SEED})`,
  async () => {
    const document = await fetchApiDocument(app);
    const documented = new ResponseValidator(document);
    const counts = new StatusCounts();
    const untouched = await snapshotOf(app.dataSource, fixtures.foreign.company.id);
    const each = Math.ceil(REQUESTS / document.operations.length);

    const requests = document.operations.map(requestTo);
    // The first that a generator makes take it so long that requests under way would be given up.
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
    const lanes = Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [at, operation] = next;
        outcomes.push(...(await Promise.allSettled([fuzz(operation, at)])));
      }
    });
    await Promise.all(lanes);

    process.stdout.write(`Fuzz: ${counts.total} requests, seed ${SEED}\n${counts.toString()}\n`);
    // All at once: one defect can show in several operations.
    const failures = outcomes.flatMap((one) => (one.status === 'rejected' ? told(one.reason as Error) : []));
    expect(failures.join('\n\n')).toBe('');
    expect(counts.total).toBeGreaterThanOrEqual(REQUESTS);
    const { values } = await app.nest.get(Metrics).dbInputLeak.get();
    expect(values).toMatchObject([{ value: 0 }]);
    expect(await snapshotOf(app.dataSource, fixtures.foreign.company.id)).toEqual(untouched);
    // Past the API and its time limits: there may be a lot.
    const select = (text: string, values?: unknown[]) => sql(databaseUrl, text, values);
    // A client that asks again does not notice them.
    expect(await select(DEADLOCKS)).toEqual([{ deadlocks: '0' }]);
    // Many requests say that they are desk-7.
    const { 'a request changes an action at most once': _, ...broken } = await violations(select, {
      companies: [fixtures.written.company.id],
    });
    expect(broken).toEqual({});
    const company = await app.nest.get(OperatorAdmission).admit(fixtures.written.company.id);
    expect((await app.nest.get(AuditService).verify(company)).broken).toEqual([]);
    // Requests that are all refused at the door would prove nothing of the house.
    for (const { id } of document.operations) expect(counts.successes(id)).toBeGreaterThan(each / 20);
  },
  3 * OPERATION_MS,
);

function check(
  documented: ResponseValidator,
  operation: Operation,
  request: FuzzRequest,
  answer: HttpResponse,
): void {
  const { method, target } = request;
  assert(answer.status < 500, `${answer.status} ${answer.text}`);
  const meant = method === operation.method || (method === 'HEAD' && operation.method === 'GET');
  if (meant && target.asDocumented) return documented.check(operation, answer, method !== 'HEAD');
  // Another path or method may be another operation's, or nobody's.
  if (answer.status >= 400 && method !== 'HEAD') documented.checkProblem(answer);
}

const told = ({ message, cause }: Error): string =>
  `${message.split('\nHint')[0]}\n${String((cause as Error | undefined)?.message)}`;
