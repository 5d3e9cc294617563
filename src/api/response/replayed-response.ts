import type { StoredResponse } from '../../operations/idempotency.js';

/** Thrown to send the stored response of an earlier request with its status (see ProblemFilter). */
export class ReplayedResponse {
  constructor(readonly stored: StoredResponse) {}
}
