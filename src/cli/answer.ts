import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { loadConfig } from '../config/config.js';
import { WORK_LIMITS } from '../database/connection/connection-limits.js';
import { openMigratedDatabase } from '../database/connection/open-database.js';

/** Runs `work` with the application, which does not listen, and prints its result as one JSON value. */
export const printResult = (work: (app: INestApplicationContext) => Promise<unknown>): Promise<void> =>
  runWithApplication(async (app) => printJson(await work(app)));

/** Runs `work` with the application, which does not listen. */
export async function runWithApplication(
  work: (app: INestApplicationContext) => Promise<void>,
): Promise<void> {
  const config = loadConfig();
  const database = await openMigratedDatabase(config);
  try {
    const module = AppModule.for([], { url: database.url, poolSize: 2, limits: WORK_LIMITS }, config);
    const app = await NestFactory.createApplicationContext(module, {
      logger: ['error'],
      abortOnError: false,
    });
    try {
      await work(app);
    } finally {
      await app.close();
    }
  } finally {
    await database.release();
  }
}

export const printJson = (value: unknown): void => console.log(JSON.stringify(value, null, 2));
