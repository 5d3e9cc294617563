import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AuditService } from '../../src/audit/audit.service.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { useApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { violations } from '../support/invariants.js';
import { ACTIONS, type Call, callGroups, USER_TRANSITIONS } from './lifecycle-calls.js';
import { explain, factsOf, keyOf, type Model, type Observed } from './lifecycle-model.js';
import { isFirstAlternative, RECOMMENDATION_INDEXES, Run, scheduledForOf } from './lifecycle-run.js';
import { StatusCounts } from './status-counts.js';
import { oneOf } from './values.js';
import { COMMAND_NAMES } from '../../src/actions/lifecycle/transitions.js';
import type { Status } from '../../src/actions/lifecycle/statuses.js';

/** With fewer runs, a transition may get no response with some status by chance. */
const REPRESENTATIVE_COUNT = 200;
/** Fixed, as for the generated requests; FUZZ_SEED sets another one. */
const SEED = Number(process.env.FUZZ_SEED ?? 1);

const counts = new StatusCounts();
let simultaneousGroups = 0;
let replays = 0;
let supersededAlternatives = 0;
let promotedAlternatives = 0;

interface ObservedCall {
  call: Call;
  observed: Observed;
}

async function send(run: Run, model: Model, group: Call[]): Promise<ObservedCall[]> {
  // Makes relative versions absolute.
  const calls = group.map((call) => {
    const currentVersion = model.actions[call.action]?.version ?? 1;
    return typeof call.ifMatch === 'number' ? { ...call, ifMatch: currentVersion + call.ifMatch } : call;
  });
  if (calls.length > 1) simultaneousGroups += 1;
  const observedCalls = await Promise.all(
    calls.map(async (call) => ({ call, observed: await run.send(call) })),
  );
  for (const { call, observed } of observedCalls) {
    counts.add(call.bulk ? `bulk ${call.command}` : call.command, observed.status);
    replays += Number(observed.replayed);
  }
  return observedCalls;
}

/** Leaves out calls that got idempotency_in_flight and therefore had no effect; each has a simultaneous call with its key. */
function withoutInFlight(observedCalls: ObservedCall[]): ObservedCall[] {
  const [inFlightCalls, rest] = [true, false].map((inFlight) =>
    observedCalls.filter(({ observed }) => (observed.code === 'idempotency_in_flight') === inFlight),
  ) as [ObservedCall[], ObservedCall[]];
  for (const { call } of inFlightCalls) assert(rest.some((other) => keyOf(other.call) === keyOf(call)));
  return rest;
}

const toJson = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) => (key === 'text' ? undefined : inner), 1);

/** Registers a test that compares `runs` sequences of generated calls with a model of the lifecycle. */
export function testModelledLifecycle(runs: number): void {
  // Has its own database: the queries of the invariants are slow on the rows of all other tests.
  const app = useApp({}, createMigratedDatabase);
  it(
    `${runs} runs of up to 30 calls match the model; simultaneous calls match it in some serial order (seed ${SEED})`,
    async () => {
      const statuses = fc.array(oneOf<Status>('proposed', 'scheduled'), {
        minLength: ACTIONS,
        maxLength: ACTIONS,
      });
      const property = fc.asyncProperty(statuses, callGroups, async (initialStatuses, groups) => {
        const run = await Run.open(app, initialStatuses);
        const newAction = {
          version: 1,
          deleted: false,
          logLength: 0,
          lastLogRow: null,
          finalContent: null,
          urgency: 50,
          touched: false,
        };
        const actions = initialStatuses.map((status, index) => ({
          ...newAction,
          status,
          scheduledFor: scheduledForOf(status),
          recommendation: RECOMMENDATION_INDEXES[index]!,
          isRecommended: isFirstAlternative(index),
        }));
        let models: Model[] = [{ actions, replaced: [], stored: {} }];
        for (const group of groups) {
          const observedCalls = withoutInFlight(await send(run, models[0]!, group));
          const next = models.flatMap((model) => explain(model, observedCalls));
          assert(next.length > 0, `No serial order explains ${toJson(observedCalls)} from ${toJson(models)}`);
          models = [...new Map(next.map((model) => [JSON.stringify(model), model])).values()];
        }
        const facts = await Promise.all(
          initialStatuses.map(async (_, index) => (await run.detail(index)).facts),
        );
        const matching = models.find((model) => isDeepStrictEqual(model.actions.map(factsOf), facts));
        assert(matching, `No model matches ${toJson(facts)}: ${toJson(models)}`);
        const countWithLast = (reason: string) =>
          matching.actions.filter(({ lastLogRow }) => lastLogRow?.includes(reason)).length;
        supersededAlternatives += countWithLast('alternative_chosen');
        promotedAlternatives += countWithLast('alternative_declined');
        const { id } = run.tenant.company;
        const select = (sql: string, values: unknown[]) => app.dataSource.query<object[]>(sql, values);
        assert.deepEqual(await violations(select, { companies: [id] }), {});
        assert.deepEqual((await app.nest.get(AuditService).verify(id as CompanyId)).broken, []);
      });
      await fc.assert(property, { numRuns: runs, seed: SEED });

      process.stdout.write(
        `Lifecycle: ${counts.total} calls in ${runs} runs, ${simultaneousGroups} simultaneous groups, ${replays} replays, seed ${SEED}\n` +
          `${counts.toString()}\n`,
      );
      if (runs < REPRESENTATIVE_COUNT) return;
      // The runs must cover success, rejection, an unknown id and a stale version of every transition.
      for (const transition of USER_TRANSITIONS) {
        for (const status of [200, 400, 404, 412])
          expect(counts.count(transition, status)).toBeGreaterThan(0);
      }
      for (const command of COMMAND_NAMES) {
        for (const status of [200, 400]) expect(counts.count(`bulk ${command}`, status)).toBeGreaterThan(0);
      }
      expect(supersededAlternatives).toBeGreaterThan(0);
      expect(promotedAlternatives).toBeGreaterThan(0);
      expect(simultaneousGroups).toBeGreaterThan(runs);
      expect(replays).toBeGreaterThan(0);
    },
    10 * 60_000,
  );
}
