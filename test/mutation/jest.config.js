import { fileURLToPath } from 'node:url';
import base from '../../jest.config.js';

/** Runs only the tests of the mutated code, which `run.js` passes in MUTATION_TESTS. `run.js` has started their database. */
export default {
  ...base,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  testMatch: process.env.MUTATION_TESTS.split(' ').map((path) => `<rootDir>/${path}`),
  globalSetup: undefined,
  globalTeardown: undefined,
  maxWorkers: 1,
};
