import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './api-error.js';
import { configureClient } from './client.js';

const RETRIES = 4;
const LONGEST_WAIT_MS = 15_000;

/** How long a repetition waits: as long as the API asks, or twice as long each time. */
export const waitBefore = (attempt: number, error: unknown): number => {
  const asked = error instanceof ApiError ? error.retryAfter : null;
  return Math.min(asked ? asked * 1_000 : 500 * 2 ** attempt, LONGEST_WAIT_MS);
};

/** Only what may succeed the next time is repeated. */
const mayRetry = (failures: number, error: unknown): boolean =>
  failures < RETRIES && error instanceof ApiError && error.isTemporary;

configureClient();

/**
 * The only store of the page: what the API answered, by key. Keys begin with the company, so that another company's answers can
 * never show. Live events mark what is outdated (live/).
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 300_000,
      retry: mayRetry,
      retryDelay: waitBefore,
      networkMode: 'always',
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
