import { STATUS_CODES } from 'node:http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { DomainError, type FieldError, type ProblemCode, PROBLEMS } from './domain-error.js';

class BadField implements FieldError {
  @ApiProperty({ enum: ['body', 'query', 'header'], description: 'Where the field stands.' })
  in: FieldError['in'];

  @ApiProperty({ description: 'Its name; empty where the whole of it is meant.', example: 'final_contents' })
  field: string;

  @ApiProperty({ description: 'What is wrong, for programs.', example: 'unknown' })
  code: string;

  @ApiProperty({ description: 'What is wrong, for people.', example: 'final_contents is not known here.' })
  detail: string;
}

/** The one error shape: an RFC 9457 problem document. */
export class Problem {
  @ApiProperty({ example: 'urn:daybook:problem:not-found', description: 'Names the kind of problem.' })
  type: string;

  @ApiProperty({ example: 'Not Found', description: 'The HTTP status in words.' })
  title: string;

  @ApiProperty({ type: 'integer', example: 404, description: 'The HTTP status.' })
  status: number;

  @ApiProperty({
    example: PROBLEMS.not_found.detail,
    description: 'What happened, in a sentence for people.',
  })
  detail: string;

  @ApiProperty({
    enum: Object.keys(PROBLEMS),
    example: 'not_found',
    description: 'What happened, for programs.',
  })
  code: ProblemCode;

  @ApiPropertyOptional({ type: [BadField], description: 'With `invalid`: every bad field at once.' })
  errors?: BadField[];

  @ApiPropertyOptional({
    type: 'integer',
    description: 'With `version_conflict`: the version that the action has.',
  })
  current_version?: number;

  @ApiPropertyOptional({ description: 'With `invalid_state`: the status that the action has.' })
  current_status?: string;

  @ApiPropertyOptional({
    type: [String],
    description: 'With `invalid_state`: the statuses that the command starts from.',
  })
  allowed_from?: string[];

  @ApiProperty({
    description: 'The request, as in `X-Request-Id`.',
    example: '019aaf2e-4d1c-7b5e-9f10-3c2a8e5d7b61',
  })
  request_id: string;
}

/** The problem of one result among several. */
export const ProblemOrNull = (description: string): PropertyDecorator =>
  ApiProperty({ type: Problem, nullable: true, example: null, description });

/** What a client needs besides the document. */
export const PROBLEM_HEADERS: Partial<Record<ProblemCode, Record<string, string>>> = {
  not_authenticated: { 'WWW-Authenticate': 'Token realm="api", Bearer realm="api"' },
  authentication_failed: { 'WWW-Authenticate': 'Token realm="api", Bearer realm="api"' },
  idempotency_in_flight: { 'Retry-After': '1' },
  service_unavailable: { 'Retry-After': '2' },
};

/** The same where the value is the moment's, and whoever refuses sets it: what it says. */
export const MOMENTARY_HEADERS: Partial<Record<ProblemCode, Record<string, string>>> = {
  throttled: { 'Retry-After': 'The seconds after which to try again.' },
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
