import { STATUS_CODES } from 'node:http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { DomainError, type FieldError, type ProblemCode, PROBLEMS } from './domain-error.js';

class BadField implements FieldError {
  @ApiProperty({
    enum: ['body', 'query', 'header'],
    description: 'The part of the request that has the field.',
  })
  in: FieldError['in'];

  @ApiProperty({
    description: 'The path of the field, such as `alternatives[0].subject`; empty for the body as a whole.',
    example: 'final_contents',
  })
  field: string;

  @ApiProperty({ description: 'The rule that the field breaks, for programs.', example: 'unknown' })
  code: string;

  @ApiProperty({
    description: 'The rule that the field breaks, in a sentence.',
    example: 'final_contents is not known here.',
  })
  detail: string;
}

/** The body of every error response: an RFC 9457 problem document. */
export class Problem {
  @ApiProperty({ example: 'urn:daybook:problem:not-found', description: 'The kind of problem, as a URI.' })
  type: string;

  @ApiProperty({ example: 'Not Found', description: 'The reason phrase of the HTTP status.' })
  title: string;

  @ApiProperty({ type: 'integer', example: 404, description: 'The HTTP status.' })
  status: number;

  @ApiProperty({
    example: PROBLEMS.not_found.detail,
    description: 'What is wrong, in a sentence for people.',
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
    description: 'With `invalid`: every invalid field of the request.',
  })
  errors?: BadField[];

  @ApiPropertyOptional({
    type: 'integer',
    description: 'With `version_conflict`: the current version of the action.',
  })
  current_version?: number;

  @ApiPropertyOptional({ description: 'With `invalid_state`: the current status of the action.' })
  current_status?: string;

  @ApiPropertyOptional({
    type: [String],
    description: 'With `invalid_state`: the statuses from which the command is allowed.',
  })
  allowed_from?: string[];

  @ApiProperty({
    description: 'The id of the request, as in `X-Request-Id`.',
    example: '019aaf2e-4d1c-7b5e-9f10-3c2a8e5d7b61',
  })
  request_id: string;
}

/** The problem of one result among several. */
export const ProblemOrNull = (description: string): PropertyDecorator =>
  ApiProperty({ type: Problem, nullable: true, example: null, description });

/** Response headers of a problem. */
export const PROBLEM_HEADERS: Partial<Record<ProblemCode, Record<string, string>>> = {
  not_authenticated: { 'WWW-Authenticate': 'Token realm="api", Bearer realm="api"' },
  authentication_failed: { 'WWW-Authenticate': 'Token realm="api", Bearer realm="api"' },
  idempotency_in_flight: { 'Retry-After': '1' },
  service_unavailable: { 'Retry-After': '2' },
};

/** Descriptions of response headers whose value is set where the problem is raised. */
export const MOMENTARY_HEADERS: Partial<Record<ProblemCode, Record<string, string>>> = {
  throttled: { 'Retry-After': 'The seconds to wait before the next request.' },
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

/** The error that a problem document was made of. */
export function domainErrorOf(problem: Problem): DomainError {
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
