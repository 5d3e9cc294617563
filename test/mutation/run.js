import { spawnSync } from 'node:child_process';
import globalSetup from '../support/global-setup.js';
import globalTeardown from '../support/global-teardown.js';

/** What is mutated, and the tests that have to notice. */
const PARTS = {
  'src/actions/lifecycle/transition.ts,src/actions/lifecycle/refusals.ts':
    'src/actions/lifecycle/transition.spec.ts src/actions/lifecycle/refusals.spec.ts src/actions/lifecycle/transitions.spec.ts',
  // The table itself is `as const`, which Stryker leaves alone; what reads it is mutated.
  'src/actions/lifecycle/categories.ts,src/actions/inbox/list-query.ts':
    'src/actions/lifecycle/categories.spec.ts test/actions/list*.e2e-spec.ts',
  'src/api/access/company.guard.ts,src/tenancy/admission.ts':
    'test/tenancy/authorisation-matrix.e2e-spec.ts test/operations/operation-runner.e2e-spec.ts',
  'src/operations/idempotency.ts,src/operations/operation-runner.ts':
    'test/actions/idempotency.e2e-spec.ts test/operations/operation-runner.e2e-spec.ts',
};

const STRYKER = [
  'node_modules/@stryker-mutator/core/bin/stryker.js',
  'run',
  'test/mutation/stryker.config.json',
];

/** `npm run test:mutation [-- part…]`: one database for all mutants, for starting one each would take most of the time. */
await globalSetup();
const wanted = process.argv.slice(2);
for (const [mutated, tests] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.some((part) => mutated.includes(part))) continue;
  const env = { ...process.env, MUTATION_TESTS: tests };
  const { status } = spawnSync(process.execPath, [...STRYKER, '--mutate', mutated], {
    stdio: 'inherit',
    env,
  });
  if (status !== 0) process.exitCode = 1;
}
await globalTeardown();
