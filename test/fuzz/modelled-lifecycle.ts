import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AuditService } from '../../src/audit/audit.service.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { useApp } from '../support/app.js';
import { brokenInvariants } from './invariants.js';
import { ACTIONS, type Call, groups, VERBS } from './lifecycle-calls.js';
import { explain, factsOf, keyOf, type Model, type Observed } from './lifecycle-model.js';
import { RECOMMENDATIONS, Run, whenOf } from './lifecycle-run.js';
import { StatusCounts } from './status-counts.js';
import { oneOf } from './values.js';
import { COMMAND_NAMES } from '../../src/actions/lifecycle/transitions.js';
import type { Status } from '../../src/actions/lifecycle/statuses.js';

/** With fewer runs, not every command meets every status. */
const REPRESENTATIVE = 200;
/** Set FUZZ_SEED to the seed in the name of a failed test to repeat its runs. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

const counts = new StatusCounts();
let together = 0;
let replays = 0;
let retired = 0;

interface Seen {
  call: Call;
  observed: Observed;
}

async function send(run: Run, model: Model, group: Call[]): Promise<Seen[]> {
  // Generated versions are relative to the one that the client could have read.
  const calls = group.map((call) => {
    const read = model.actions[call.action]?.version ?? 1;
    return typeof call.ifMatch === 'number' ? { ...call, ifMatch: read + call.ifMatch } : call;
  });
  if (calls.length > 1) together += 1;
  const seen = await Promise.all(calls.map(async (call) => ({ call, observed: await run.send(call) })));
  for (const { call, observed } of seen) {
    counts.add(call.several ? `bulk ${call.command}` : call.command, observed.status);
    replays += Number(observed.replayed);
  }
  return seen;
}

/** Leaves out the calls that were refused because another one with their key was in flight: they had no effect. */
function settled(seen: Seen[]): Seen[] {
  const [refused, rest] = [true, false].map((inFlight) =>
    seen.filter(({ observed }) => (observed.code === 'idempotency_in_flight') === inFlight),
  ) as [Seen[], Seen[]];
  for (const { call } of refused) assert(rest.some((other) => keyOf(other.call) === keyOf(call)));
  return rest;
}

const textOf = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) => (key === 'text' ? undefined : inner), 1);

/** Registers a test that compares so many runs of generated calls with a model of the lifecycle. */
export function testModelledLifecycle(runs: number): void {
  const app = useApp();
  it(
    `${runs} runs of up to 30 calls: some serial order of concurrent calls explains every response (seed ${SEED})`,
    async () => {
      const statuses = fc.array(oneOf<Status>('proposed', 'scheduled'), {
        minLength: ACTIONS,
        maxLength: ACTIONS,
      });
      const property = fc.asyncProperty(statuses, groups, async (from, steps) => {
        const run = await Run.open(app, from);
        const fresh = {
          version: 1,
          deleted: false,
          log: 0,
          last: null,
          finalContent: null,
          urgency: 50,
          touched: false,
          outlived: false,
        };
        const actions = from.map((status, at) => ({
          ...fresh,
          status,
          scheduledFor: whenOf(status),
          recommendation: RECOMMENDATIONS[at]!,
        }));
        let models: Model[] = [{ actions, closed: [], chosen: [], stored: {} }];
        for (const group of steps) {
          const seen = settled(await send(run, models[0]!, group));
          const next = models.flatMap((model) => explain(model, seen));
          assert(next.length > 0, `No order explains ${textOf(seen)} from ${textOf(models)}`);
          models = [...new Map(next.map((model) => [JSON.stringify(model), model])).values()];
        }
        const facts = await Promise.all(from.map(async (_, at) => (await run.detail(at)).facts));
        const real = models.find((model) => isDeepStrictEqual(model.actions.map(factsOf), facts));
        assert(real, `No model is like ${textOf(facts)}: ${textOf(models)}`);
        retired += real.actions.filter(({ last }) => last?.includes('alternative_chosen')).length;
        const { id } = run.tenant.company;
        assert.deepEqual(await brokenInvariants(app.dataSource, id), []);
        assert.deepEqual((await app.nest.get(AuditService).verify(id as CompanyId)).broken, []);
      });
      await fc.assert(property, { numRuns: runs, seed: SEED });

      process.stdout.write(
        `Lifecycle: ${counts.total} calls in ${runs} runs, ${together} groups at once, ${replays} replays, seed ${SEED}\n` +
          `${counts.toString()}\n`,
      );
      if (runs < REPRESENTATIVE) return;
      // Every verb has succeeded, been refused, been sent to an unknown action, and been stale.
      for (const verb of VERBS) {
        for (const status of [200, 400, 404, 412]) expect(counts.count(verb, status)).toBeGreaterThan(0);
      }
      for (const command of COMMAND_NAMES) {
        for (const status of [200, 400]) expect(counts.count(`bulk ${command}`, status)).toBeGreaterThan(0);
      }
      expect(retired).toBeGreaterThan(0);
      expect(together).toBeGreaterThan(runs);
      expect(replays).toBeGreaterThan(0);
    },
    10 * 60_000,
  );
}
