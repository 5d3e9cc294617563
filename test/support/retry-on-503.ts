import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';

const MAX_TRIES = 5;

interface Response {
  status: number;
  headers: NodeJS.Dict<string | string[] | number>;
}

/**
 * Repeats a request after a 503, with the delay of Retry-After: on a busy machine the API can miss its deadlines. Every retry
 * is recorded, and the run fails if there are more than `global-teardown.js` allows.
 */
export async function retryOn503<T extends Response>(request: () => PromiseLike<T>): Promise<T> {
  let response = await request();
  for (let tries = 1; response.status === 503 && tries < MAX_TRIES; tries++) {
    appendFileSync(process.env.TEST_RETRIES_FILE!, `${expect.getState().testPath}\n`);
    await sleep(Number(response.headers['retry-after']) * 1_000);
    response = await request();
  }
  return response;
}
