import { LIMITS } from '../limits.js';

/** Every problem of the API: its HTTP status and its default detail. */
export const PROBLEMS = {
  invalid: { status: 400, detail: 'The request is not valid.' },
  parse_error: { status: 400, detail: 'The body is not valid JSON.' },
  invalid_state: { status: 400, detail: 'The command is not allowed from this status.' },
  action_deleted: { status: 400, detail: 'The action is deleted. Restore it before you use a command.' },
  not_authenticated: { status: 401, detail: 'Send a token: Authorization: Token <token>.' },
  authentication_failed: { status: 401, detail: 'The token is not valid.' },
  permission_denied: { status: 403, detail: 'The token lacks the scope for this operation.' },
  approver_required: {
    status: 403,
    detail: 'The company wants to know who decides: log in, or use a token that is bound to a contact.',
  },
  not_found: { status: 404, detail: 'Not found.' },
  method_not_allowed: { status: 405, detail: 'The path does not support this method.' },
  idempotency_in_flight: { status: 409, detail: 'A request with this Idempotency-Key is still in progress.' },
  recommendation_held: {
    status: 409,
    detail: 'A person is at work on an action of this invoice or customer.',
  },
  policy_run_in_progress: {
    status: 409,
    detail: 'Another run of the policy is at work; start this one when it has ended.',
  },
  on_hold: { status: 409, detail: 'The customer or the invoice is on hold.' },
  delivery_in_progress: {
    status: 409,
    detail: 'The action is being delivered; retry after the number of seconds in Retry-After.',
  },
  not_claimable: { status: 409, detail: 'The built-in sender delivers the action.' },
  lease_not_held: { status: 409, detail: 'The token does not hold the lease of the action.' },
  not_retryable: {
    status: 409,
    detail: 'Only a failed, unknown or waiting delivery of the built-in sender can be retried.',
  },
  four_eyes: {
    status: 409,
    detail:
      'Another person must approve: the approver proposed the action, edited its message last, or changes it now.',
  },
  last_admin: { status: 409, detail: 'The company must keep one active contact that can log in as admin.' },
  endpoint_disabled: { status: 409, detail: 'The webhook endpoint is disabled. Enable it first.' },
  cursor_expired: {
    status: 410,
    detail:
      'The feed does not have the events after this cursor any more. Read the lists again, then follow the feed from a new cursor.',
  },
  version_conflict: { status: 412, detail: 'The action has changed since it was read.' },
  too_large: { status: 413, detail: 'The body is too large.' },
  expectation_failed: { status: 417, detail: 'The only supported expectation is 100-continue.' },
  unsupported_media_type: { status: 415, detail: 'Send the body as application/json.' },
  dedupe_mismatch: { status: 422, detail: 'The dedupe_key was used for a different recommendation.' },
  idempotency_mismatch: { status: 422, detail: 'The Idempotency-Key was used for a different request.' },
  throttled: { status: 429, detail: 'Too many requests; retry after the number of seconds in Retry-After.' },
  error: { status: 500, detail: 'The server failed to process the request.' },
  service_unavailable: { status: 503, detail: 'The database is unavailable or overloaded; retry later.' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** One invalid field of a request. */
export interface FieldError {
  in: 'body' | 'query' | 'header';
  field: string;
  code: string;
  detail: string;
}

/** An expected error; `extras` become members of its problem document. */
export class DomainError extends Error {
  constructor(
    readonly code: ProblemCode,
    detail: string = PROBLEMS[code].detail,
    readonly extras: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }

  /**
   * An `invalid` problem with the errors, at most LIMITS.fieldErrors of them.
   * @param count of all errors, if not all are given
   */
  static invalid(errors: readonly FieldError[], count = errors.length): DomainError {
    const omitted = count - LIMITS.fieldErrors;
    const detail = `${PROBLEMS.invalid.detail} ${omitted.toLocaleString('en')} more errors are not listed.`;
    return new DomainError('invalid', omitted > 0 ? detail : PROBLEMS.invalid.detail, {
      errors: errors.slice(0, LIMITS.fieldErrors).map(withShortName),
    });
  }
}

/** Clients choose the names of unknown fields; a hundred errors with very long names would make a response of megabytes. */
function withShortName(error: FieldError): FieldError {
  const { field, detail } = error;
  if (field.length <= LIMITS.fieldName) return error;
  const shortName = `${field.slice(0, LIMITS.fieldName).toWellFormed()}…`;
  return { ...error, field: shortName, detail: detail.replace(field, () => shortName) };
}
