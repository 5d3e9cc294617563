import { afterAll, beforeAll } from '@jest/globals';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DataSource } from 'typeorm';
import { AppModule } from '../../src/app.module.js';
import { APP_OPTIONS, configure } from '../../src/app.setup.js';

export interface RunningApp {
  nest: NestExpressApplication;
  dataSource: DataSource;
  /** http://127.0.0.1:<port> */
  url: string;
}

export async function startApp(databaseUrl = process.env.TEST_DATABASE_URL!): Promise<RunningApp> {
  const module = await Test.createTestingModule({
    imports: [AppModule.on({ url: databaseUrl, poolSize: 10 })],
  }).compile();
  const nest = configure(
    module.createNestApplication<NestExpressApplication>({ ...APP_OPTIONS, logger: false }),
  );
  await nest.listen(0, '127.0.0.1');
  return { nest, dataSource: nest.get(DataSource), url: await nest.getUrl() };
}

/** The real application for one test file: started before its tests, stopped after them. */
export function useApp(): RunningApp {
  const running = {} as RunningApp;
  beforeAll(async () => void Object.assign(running, await startApp()));
  afterAll(() => running.nest.close());
  return running;
}
