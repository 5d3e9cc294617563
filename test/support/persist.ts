import { setTimeout as sleep } from 'node:timers/promises';

/** A machine can be too slow for the API's time limits now and then, but not time after time, as for a request that hangs it. */
const TRIES = 5;

/** Asks again where the answer is "not now", as the answer itself says. */
export async function persist<
  Answer extends { status: number; headers: NodeJS.Dict<string | string[] | number> },
>(ask: () => PromiseLike<Answer>): Promise<Answer> {
  let answer = await ask();
  for (let tries = 1; answer.status === 503 && tries < TRIES; tries++) {
    await sleep(Number(answer.headers['retry-after']) * 1_000);
    answer = await ask();
  }
  return answer;
}
