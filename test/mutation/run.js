import { spawnSync } from 'node:child_process';
import globalSetup from '../support/global-setup.js';
import globalTeardown from '../support/global-teardown.js';

/** The mutated source files, and the tests that must fail on a mutant. */
const TESTS_BY_SOURCE = {
  'src/actions/lifecycle/transition.ts,src/actions/lifecycle/refusals.ts':
    'src/actions/lifecycle/transition.spec.ts src/actions/lifecycle/refusals.spec.ts src/actions/lifecycle/transitions.spec.ts',
  // Stryker does not mutate the `as const` table itself, only the code that reads it.
  'src/actions/lifecycle/categories.ts,src/actions/inbox/list-query.ts':
    'src/actions/lifecycle/categories.spec.ts test/actions/list*.e2e-spec.ts',
  'src/api/access/company.guard.ts,src/tenancy/admission.ts':
    'test/tenancy/authorisation-matrix.slow-spec.ts test/operations/operation-runner.e2e-spec.ts',
  'src/operations/idempotency.ts,src/operations/operation-runner.ts':
    'test/actions/idempotency.e2e-spec.ts test/operations/operation-runner.e2e-spec.ts',
};

const STRYKER = [
  'node_modules/@stryker-mutator/core/bin/stryker.js',
  'run',
  'test/mutation/stryker.config.json',
];

/** `npm run test:mutation [-- part-of-a-path…]`. All mutants share one database, because starting one takes seconds. */
await globalSetup();
const filters = process.argv.slice(2);
for (const [sources, tests] of Object.entries(TESTS_BY_SOURCE)) {
  if (filters.length > 0 && !filters.some((filter) => sources.includes(filter))) continue;
  const env = { ...process.env, MUTATION_TESTS: tests };
  const { status } = spawnSync(process.execPath, [...STRYKER, '--mutate', sources], {
    stdio: 'inherit',
    env,
  });
  if (status !== 0) process.exitCode = 1;
}
await globalTeardown();
