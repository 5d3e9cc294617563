import base from './jest.config.js';

const { globalTeardown: _, ...shared } = base;

/** The page in a real browser, on the real server with a database of its own (test/browser). */
export default {
  ...shared,
  testMatch: ['<rootDir>/test/browser/**/*.browser-spec.ts'],
  globalSetup: '<rootDir>/test/browser/support/require-chromium.js',
  maxWorkers: 1,
};
