import { STATUS_CODES } from 'node:http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { LIMITS } from '../limits.js';
import { DomainError, type FieldError, type ProblemCode, PROBLEMS } from './domain-error.js';

class BadField implements FieldError {
  @ApiProperty({
    enum: ['body', 'query', 'header'],
    description: 'The part of the request that has the field.',
  })
  in: FieldError['in'];

  @ApiProperty({
    description:
      'The path of the field, such as `alternatives[0].content`; empty for the whole body or query.',
    example: 'final_contents',
  })
  field: string;

  @ApiProperty({ description: 'The kind of error, for programs.', example: 'unknown' })
  code: string;

  @ApiProperty({ description: 'The error, for people.', example: 'final_contents is not a known field.' })
  detail: string;
}

/** An RFC 9457 problem document: the body of every error response. */
export class Problem {
  @ApiProperty({ example: 'urn:daybook:problem:not-found', description: 'The kind of problem, as a URN.' })
  type: string;

  @ApiProperty({ example: 'Not Found', description: 'The name of the HTTP status.' })
  title: string;

  @ApiProperty({ type: 'integer', example: 404, description: 'The HTTP status code.' })
  status: number;

  @ApiProperty({
    example: PROBLEMS.not_found.detail,
    description: 'The problem, for people.',
  })
  detail: string;

  @ApiProperty({
    enum: Object.keys(PROBLEMS),
    example: 'not_found',
    description: 'The kind of problem, for programs.',
  })
  code: ProblemCode;

  @ApiPropertyOptional({
    type: [BadField],
    description: `Only with \`invalid\`: all invalid fields, at most ${LIMITS.fieldErrors}.`,
  })
  errors?: BadField[];

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Only with `version_conflict`: the current version of the action.',
  })
  current_version?: number;

  @ApiPropertyOptional({
    description: 'Only with `recommendation_held`: the id of the action on which a person is at work.',
  })
  action_id?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'Only with `on_hold`: when the hold ends; null if only a person ends it.',
  })
  hold_until?: string | null;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'Only with `delivery_in_progress`: when the lease of the delivery ends.',
  })
  lease_until?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date-time',
    description: 'Only with `throttled` because of too many stored responses: when to retry.',
  })
  retry_at?: string;

  @ApiPropertyOptional({ description: 'Only with `invalid_state`: the current status of the action.' })
  current_status?: string;

  @ApiPropertyOptional({
    type: [String],
    description: 'Only with `invalid_state`: the statuses from which the command is allowed.',
  })
  allowed_from?: string[];

  @ApiProperty({
    description: 'The id of the request, as in `X-Request-Id`.',
    example: '019aaf2e-4d1c-7b5e-9f10-3c2a8e5d7b61',
  })
  request_id: string;
}

/** The problem of one result in a list of results; null if the result is a success. */
export const ProblemOrNull = (description: string): PropertyDecorator =>
  ApiProperty({ type: Problem, nullable: true, example: null, description });

/** Response headers of a problem, with their fixed values. */
export const PROBLEM_HEADERS: Partial<Record<ProblemCode, Record<string, string>>> = {
  not_authenticated: { 'WWW-Authenticate': 'Token realm="api", Bearer realm="api"' },
  authentication_failed: { 'WWW-Authenticate': 'Token realm="api", Bearer realm="api"' },
  idempotency_in_flight: { 'Retry-After': '1' },
  service_unavailable: { 'Retry-After': '2' },
};

/** Response headers whose value varies, with their descriptions; the code that throws the error sets them. */
export const VARIABLE_HEADERS: Partial<Record<ProblemCode, Record<string, string>>> = {
  delivery_in_progress: { 'Retry-After': 'The number of seconds until the lease of the delivery ends.' },
  throttled: { 'Retry-After': 'The number of seconds to wait before a retry.' },
};

export function problemDocument({ code, message, extras }: DomainError, requestId: string): Problem {
  const { status } = PROBLEMS[code];
  return {
    type: `urn:daybook:problem:${code.replaceAll('_', '-')}`,
    title: STATUS_CODES[status]!,
    status,
    detail: message,
    code,
    ...extras,
    request_id: requestId,
  };
}

/** Restores the error from its problem document. */
export function errorOfDocument(problem: Problem): DomainError {
  const {
    type: _type,
    title: _title,
    status: _status,
    detail,
    code,
    request_id: _requestId,
    ...extras
  } = problem;
  return new DomainError(code, detail, extras);
}
