import { setTimeout as sleep } from 'node:timers/promises';

const TIMEOUT_MS = 60_000;

/** Polls a condition. `event` completes the error message: "Timed out waiting until …". */
export async function waitUntil(condition: () => Promise<boolean> | boolean, event: string): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Timed out waiting until ${event}.`);
    await sleep(10);
  }
}
