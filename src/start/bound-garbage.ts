import { setFlagsFromString } from 'node:v8';
import { LIMITS } from '../limits.js';

/**
 * Has V8 collect garbage before it has grown the heap by much: by itself, it lets the heap become several times as large as what is in
 * use, so that one client with large requests costs all others hundreds of megabytes. A version of V8 without the flag ignores it.
 */
export const boundGarbage = (): void =>
  setFlagsFromString(`--heap-growing-percent=${LIMITS.heapGrowthPercent}`);
