import { expect } from '@jest/globals';
import type { Response } from 'supertest';

/** The status and title of each problem code, copied by hand. */
const PROBLEMS = {
  invalid: [400, 'Bad Request'],
  parse_error: [400, 'Bad Request'],
  invalid_state: [400, 'Bad Request'],
  action_deleted: [400, 'Bad Request'],
  not_authenticated: [401, 'Unauthorized'],
  authentication_failed: [401, 'Unauthorized'],
  permission_denied: [403, 'Forbidden'],
  approver_required: [403, 'Forbidden'],
  not_found: [404, 'Not Found'],
  method_not_allowed: [405, 'Method Not Allowed'],
  cursor_expired: [410, 'Gone'],
  too_large: [413, 'Payload Too Large'],
  unsupported_media_type: [415, 'Unsupported Media Type'],
  expectation_failed: [417, 'Expectation Failed'],
  error: [500, 'Internal Server Error'],
  delivery_in_progress: [409, 'Conflict'],
  not_claimable: [409, 'Conflict'],
  lease_not_held: [409, 'Conflict'],
  four_eyes: [409, 'Conflict'],
  last_admin: [409, 'Conflict'],
  endpoint_disabled: [409, 'Conflict'],
  not_retryable: [409, 'Conflict'],
  recommendation_held: [409, 'Conflict'],
  on_hold: [409, 'Conflict'],
  dedupe_mismatch: [422, 'Unprocessable Entity'],
  throttled: [429, 'Too Many Requests'],
  service_unavailable: [503, 'Service Unavailable'],
} as const;

/** Internals that no response may contain. */
export const LEAKS =
  /\bselect\b|\binsert\b|\bupdate\b|violates|relation "|syntax error at|node_modules|\.[jt]s:\d|approval_log|api_token|company_contact|typeorm|postgres:|ECONN/i;

interface FieldError {
  in: string;
  field: string;
  code: string;
  detail: string;
}

/** Expects a problem with this code and exactly these keys, without internals. */
export function expectProblem(
  { status, body, headers, text }: Response,
  code: keyof typeof PROBLEMS,
  extras: Record<string, unknown> = {},
): Record<string, unknown> {
  const [expected, title] = PROBLEMS[code];
  expect({ status, code: body.code }).toEqual({ status: expected, code });
  expect(headers['content-type']).toMatch(/^application\/problem\+json\b/);
  expect(body).toEqual({
    type: `urn:daybook:problem:${code.replaceAll('_', '-')}`,
    title,
    status: expected,
    code,
    detail: expect.stringMatching(/^[A-Z].*\.$/),
    request_id: headers['x-request-id'],
    ...extras,
  });
  expect(text).not.toMatch(LEAKS);
  return body;
}

/** Expects a 400 that names exactly these fields, such as `body.reason`, or with an error code `query.page: range`. */
export function expectInvalid(response: Response, ...fields: string[]): void {
  const { errors } = expectProblem(response, 'invalid', { errors: expect.any(Array) });
  for (const error of errors as FieldError[]) {
    expect(Object.keys(error).toSorted()).toEqual(['code', 'detail', 'field', 'in']);
    expect(error.detail).toMatch(/.\.$/);
    expect(error.code).toMatch(/^[a-z_]+$/);
  }
  const withCodes = fields.some((field) => field.includes(': '));
  const invalidFields = (errors as FieldError[]).map(({ in: place, field, code }) =>
    withCodes ? `${place}.${field}: ${code}` : `${place}.${field}`,
  );
  expect(invalidFields.toSorted()).toEqual(fields.toSorted());
}
