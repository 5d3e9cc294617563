import { fileURLToPath } from 'node:url';
import base from '../../jest.config.js';

/** Only the tests that have a say in what is mutated; `run.js` names them, and has started their database. */
export default {
  ...base,
  rootDir: fileURLToPath(new URL('../..', import.meta.url)),
  testMatch: process.env.MUTATION_TESTS.split(' ').map((path) => `<rootDir>/${path}`),
  globalSetup: undefined,
  globalTeardown: undefined,
  maxWorkers: 1,
};
