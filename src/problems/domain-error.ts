import { LIMITS } from '../limits.js';

/** Every problem of the API: its status, and the `detail` of those that are raised without a more specific one. */
export const PROBLEMS = {
  invalid: { status: 400, detail: 'The request is not valid.' },
  parse_error: { status: 400, detail: 'The body is not valid JSON.' },
  invalid_state: { status: 400, detail: 'The command is not allowed from this status.' },
  action_deleted: { status: 400, detail: 'This action was deleted; it accepts no commands.' },
  not_authenticated: { status: 401, detail: 'Send a token: Authorization: Token <token>.' },
  authentication_failed: { status: 401, detail: 'The token is not valid.' },
  permission_denied: { status: 403, detail: 'The token lacks the scope for this operation.' },
  not_found: { status: 404, detail: 'Not found.' },
  method_not_allowed: { status: 405, detail: 'This path does not support this method.' },
  idempotency_in_flight: { status: 409, detail: 'A request with this Idempotency-Key is still running.' },
  version_conflict: { status: 412, detail: 'The action has changed since it was read.' },
  too_large: { status: 413, detail: 'The body is too large.' },
  unsupported_media_type: { status: 415, detail: 'Send the body as application/json.' },
  dedupe_mismatch: { status: 422, detail: 'This dedupe_key was used for another recommendation.' },
  idempotency_mismatch: { status: 422, detail: 'This Idempotency-Key was used with a different request.' },
  throttled: { status: 429, detail: 'Too many requests; wait for the seconds in Retry-After.' },
  error: { status: 500, detail: 'An internal error occurred.' },
  service_unavailable: { status: 503, detail: 'The database is unavailable or overloaded; try again soon.' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** An invalid field of a request. */
export interface FieldError {
  in: 'body' | 'query' | 'header';
  field: string;
  code: string;
  detail: string;
}

/** An error that becomes a problem document; `extras` are added to its fields. */
export class DomainError extends Error {
  constructor(
    readonly code: ProblemCode,
    detail: string = PROBLEMS[code].detail,
    readonly extras: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }

  /** Lists the first `LIMITS.fieldErrors` invalid fields and counts the others. */
  static invalid(errors: readonly FieldError[]): DomainError {
    const rest = errors.length - LIMITS.fieldErrors;
    const detail = `${PROBLEMS.invalid.detail} ${rest.toLocaleString('en')} more fields are invalid.`;
    return new DomainError('invalid', rest > 0 ? detail : PROBLEMS.invalid.detail, {
      errors: errors.slice(0, LIMITS.fieldErrors).map(brief),
    });
  }
}

/** Shortens the names of unknown fields: a client chooses them, and a hundred long ones would make a response of megabytes. */
function brief(error: FieldError): FieldError {
  const { field, detail } = error;
  if (field.length <= LIMITS.fieldName) return error;
  const beginning = `${field.slice(0, LIMITS.fieldName).toWellFormed()}…`;
  return { ...error, field: beginning, detail: detail.replace(field, () => beginning) };
}
