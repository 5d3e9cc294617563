import base from './jest.config.js';

/** What is slow by nature: real processes, outages, drains, whole ledgers, requests by the thousand. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/**/*.slow-spec.ts', '<rootDir>/packages/*/test/**/*.e2e-spec.ts'],
  // Many wait for drains, leases and timeouts, so that two leave a quarter of two cores idle.
  maxWorkers: 3,
};
