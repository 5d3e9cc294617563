import base from './jest.config.js';

/** What is slow by nature: real processes, outages, drains, whole ledgers, requests by the thousand. */
export default {
  ...base,
  testMatch: ['<rootDir>/test/**/*.slow-spec.ts', '<rootDir>/packages/*/test/**/*.e2e-spec.ts'],
};
