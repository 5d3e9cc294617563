import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { COMMAND_NAMES, type Status } from '../../src/actions/lifecycle/transition.js';
import { AuditService } from '../../src/audit/audit.service.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { useApp } from '../support/app.js';
import { brokenInvariants } from './invariants.js';
import { ACTIONS, type Call, groups, VERBS } from './lifecycle-calls.js';
import { explain, factsOf, keyOf, type Model, type Observed } from './lifecycle-model.js';
import { RECOMMENDATIONS, Run, whenOf } from './lifecycle-run.js';
import { Tally } from './tally.js';
import { among } from './values.js';

const app = useApp();
const RUNS = 300;
/** As a failure names it, to see the same runs again. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);

const tally = new Tally();
let together = 0;
let replays = 0;
let retired = 0;

interface Seen {
  call: Call;
  observed: Observed;
}

async function send(run: Run, model: Model, group: Call[]): Promise<Seen[]> {
  // Versions are told relative to what a client could have read.
  const calls = group.map((call) => {
    const read = model.actions[call.action]?.version ?? 1;
    return typeof call.ifMatch === 'number' ? { ...call, ifMatch: read + call.ifMatch } : call;
  });
  if (calls.length > 1) together += 1;
  const seen = await Promise.all(calls.map(async (call) => ({ call, observed: await run.send(call) })));
  for (const { call, observed } of seen) {
    tally.note(call.several ? `bulk ${call.command}` : call.command, observed.status);
    replays += Number(observed.replayed);
  }
  return seen;
}

/** Of simultaneous calls under one key, those that met the other at work had no effect and may be left out. */
function settled(seen: Seen[]): Seen[] {
  const [refused, rest] = [true, false].map((inFlight) =>
    seen.filter(({ observed }) => (observed.code === 'idempotency_in_flight') === inFlight),
  ) as [Seen[], Seen[]];
  for (const { call } of refused) assert(rest.some((other) => keyOf(other.call) === keyOf(call)));
  return rest;
}

const told = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) => (key === 'text' ? undefined : inner), 1);

it(
  `${RUNS} runs of up to 30 calls go as the table says, in some serial order where they meet (seed ${SEED})`,
  async () => {
    const statuses = fc.array(among<Status>('proposed', 'scheduled'), {
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
        assert(next.length > 0, `No order explains ${told(seen)} from ${told(models)}`);
        models = [...new Map(next.map((model) => [JSON.stringify(model), model])).values()];
      }
      const facts = await Promise.all(from.map(async (_, at) => (await run.detail(at)).facts));
      const real = models.find((model) => isDeepStrictEqual(model.actions.map(factsOf), facts));
      assert(real, `No model is like ${told(facts)}: ${told(models)}`);
      retired += real.actions.filter(({ last }) => last?.includes('alternative_chosen')).length;
      const { id } = run.desk.company;
      assert.deepEqual(await brokenInvariants(app.dataSource, id), []);
      assert.deepEqual((await app.nest.get(AuditService).verify(id as CompanyId)).broken, []);
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED });

    process.stdout.write(
      `Lifecycle: ${tally.total} calls in ${RUNS} runs, ${together} groups at once, ${replays} replays, seed ${SEED}\n` +
        `${tally.toString()}\n`,
    );
    // Each has been done, refused, aimed at nothing, and stale.
    for (const verb of VERBS) {
      for (const status of [200, 400, 404, 412]) expect(tally.of(verb, status)).toBeGreaterThan(0);
    }
    for (const command of COMMAND_NAMES) {
      for (const status of [200, 400]) expect(tally.of(`bulk ${command}`, status)).toBeGreaterThan(0);
    }
    expect(retired).toBeGreaterThan(0);
    expect(together).toBeGreaterThan(RUNS);
    expect(replays).toBeGreaterThan(0);
  },
  10 * 60_000,
);
