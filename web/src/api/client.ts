import { client } from '@daybook/client/singleton';
import { ApiError } from './api-error.js';

/** Sets up the generated client: the session's cookie goes with every request, and every failure is thrown as an ApiError. */
export function configureClient(): void {
  client.setConfig({ baseUrl: '', credentials: 'same-origin', throwOnError: true });
  client.interceptors.error.use((body, response) => ApiError.from(body, response));
}

/** The data of a successful response; what failed was thrown. */
export async function dataOf<T>(response: Promise<{ data?: T }>): Promise<T> {
  return (await response).data!;
}

/** The data of a list that was asked for by page, which always has a count. */
export const pageOf = <T extends { count?: number }>(
  response: Promise<{ data?: T }>,
): Promise<T & { count: number }> => dataOf(response as Promise<{ data?: T & { count: number } }>);
