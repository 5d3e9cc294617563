import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { loadConfig } from '../config.js';
import { WORK_LIMITS } from '../database/connection/connection-limits.js';
import { openMigratedDatabase } from '../database/connection/open-database.js';

/** Does some work on the application without serving it, and prints what comes of it as one JSON value. */
export async function answer(work: (app: INestApplicationContext) => Promise<unknown>): Promise<void> {
  const database = await openMigratedDatabase(loadConfig());
  try {
    const module = AppModule.for([], { url: database.url, poolSize: 2, limits: WORK_LIMITS });
    const app = await NestFactory.createApplicationContext(module, {
      logger: ['error'],
      abortOnError: false,
    });
    try {
      print(await work(app));
    } finally {
      await app.close();
    }
  } finally {
    await database.release();
  }
}

export const print = (value: unknown): void => console.log(JSON.stringify(value, null, 2));
