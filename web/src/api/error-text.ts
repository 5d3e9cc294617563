import { texts } from '../texts/texts.js';
import { ApiError } from './api-error.js';

/** A sentence about a failure and what to do next. The API's own sentence, where it says more. */
export function errorText(error: unknown): string {
  if (!(error instanceof ApiError)) return texts.errors.unknown;
  if (error.status === 0) return texts.errors.offline;
  if (error.status === 401) return texts.errors.loggedOut;
  if (error.status === 403) return error.detail || texts.errors.denied;
  if (error.status === 404) return texts.errors.gone;
  if (error.status === 429) return texts.errors.throttled;
  if (error.status >= 500) return texts.errors.busy;
  return error.detail || texts.errors.unknown;
}
