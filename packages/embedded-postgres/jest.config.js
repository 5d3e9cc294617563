import base from '../../jest.config.js';

/** The package's tests alone, without the database that the application's tests share. */
export default {
  ...base,
  rootDir: import.meta.dirname,
  testMatch: ['<rootDir>/test/**/*.e2e-spec.ts'],
  globalSetup: undefined,
  globalTeardown: undefined,
};
