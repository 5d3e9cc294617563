import { afterAll, beforeAll } from '@jest/globals';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { AppModule, type Role } from '../../src/app.module.js';
import { API_OPTIONS, configureApi } from '../../src/start/configure-api.js';
import { Clock } from '../../src/time/clock.js';
import { Config } from '../../src/config/config.js';
import { TestClock } from './clock.js';

export interface RunningApp {
  nest: NestExpressApplication;
  dataSource: DataSource;
  /** http://127.0.0.1:<port> */
  url: string;
  /** The application's clock, which shows the real time until a test moves it. */
  clock: TestClock;
}

/** No log, no background sweep, and no rate limits, because all tests send from one address. */
const TEST_SETTINGS: Partial<Config> = {
  LOG_LEVEL: 'silent',
  RATE_LIMIT_PER_MINUTE: 0,
  AUTH_FAILURES_PER_MINUTE: 0,
  SWEEP_SECONDS: 0,
};

export async function startApp(
  databaseUrl = process.env.TEST_DATABASE_URL!,
  settings: Partial<Config> = {},
  roles: readonly Role[] = ['api'],
): Promise<RunningApp> {
  const config = { ...new Config(), ...TEST_SETTINGS, ...settings };
  const clock = new TestClock();
  const module = await Test.createTestingModule({
    imports: [
      AppModule.for(roles, { url: databaseUrl, poolSize: 10, readUrl: config.DATABASE_READ_URL }, config),
    ],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .compile();
  const nest = configureApi(
    module.createNestApplication<NestExpressApplication>({ ...API_OPTIONS, logger: false }),
  );
  await nest.listen(0, '127.0.0.1');
  return { nest, dataSource: nest.get(DataSource), url: await nest.getUrl(), clock };
}

/**
 * Runs the real application during the tests of one file.
 * @param createDatabase gives it a database of its own; without it, the application runs on the shared one
 */
export function useApp(settings: Partial<Config> = {}, createDatabase?: () => Promise<string>): RunningApp {
  const running = {} as RunningApp;
  beforeAll(async () => void Object.assign(running, await startApp(await createDatabase?.(), settings)));
  afterAll(() => running.nest.close());
  return running;
}
