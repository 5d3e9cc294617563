import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiExtension,
  ApiExtraModels,
  ApiOperation,
  type ApiOperationOptions,
  ApiParam,
  ApiResponse,
  ApiSecurity,
  getSchemaPath,
} from '@nestjs/swagger';
import { DomainError, type ProblemCode, PROBLEMS } from '../../problems/domain-error.js';
import { ALSO_CSV } from './complete-document.js';
import { VARIABLE_HEADERS, Problem, PROBLEM_HEADERS, problemDocument } from '../../problems/problem.js';
import { Versioned } from '../response/versioned.decorator.js';
import { Allow, AllowAcrossCompanies, Login, OfSession, Public } from '../access/access.decorator.js';
import type { RequiredScope } from '../../tenancy/scopes.js';
import {
  ATTACHMENT,
  ETAG,
  IDEMPOTENCY_KEY,
  IF_MATCH,
  LINK,
  LOCATION,
  RATE_LIMIT,
  REPLAYED,
  REQUEST_ID,
} from './headers.js';

interface OperationText {
  /** The operationId: the name of the method in a generated client. */
  id: string;
  summary: string;
  description: string;
  /** The class of a successful response; null if it has no body. */
  response: Type<unknown> | null;
  responseDescription: string;
  /** The statuses of successful responses if not 200 alone, and what to add to the description for each. */
  statuses?: Record<number, string>;
  /** The class of a response 202, beside the others: the job that does the work, with its place in `Location`. */
  accepted?: { type: Type<unknown>; description: string };
  /** The content type of a successful response if it is not JSON. */
  contentType?: string;
  /** Whether the response is available as CSV too. */
  csv?: true;
  /** Whether the response has a Link header to other pages. */
  paged?: true;
  /** Problems beyond those that all operations of this kind can have. */
  problems?: readonly ProblemCode[];
  writes?: true;
  /** Whether the operation is on a single resource with a version (see response/versioned.decorator.ts). */
  versioned?: true;
}

const EXAMPLE_REQUEST = '019aaf2e-4d1c-7b5e-9f10-3c2a8e5d7b61';

/** Of every operation: the guard reads a body even where the operation takes none. */
const READING: ProblemCode[] = ['invalid', 'parse_error', 'too_large', 'unsupported_media_type'];
const SERVING: ProblemCode[] = ['error', 'service_unavailable'];
const BEHIND_A_TOKEN: ProblemCode[] = [
  'not_authenticated',
  'authentication_failed',
  'permission_denied',
  'throttled',
];
const WRITING: ProblemCode[] = ['idempotency_in_flight', 'idempotency_mismatch'];
const WRITING_VERSIONS: ProblemCode[] = ['version_conflict'];

/** An id in a path. It has no example, because Swagger UI would fill it in and the id would not exist. */
export const PathId = (name: string, description: string): MethodDecorator =>
  ApiParam({ name, type: 'string', format: 'uuid', description });

/** Sets the scope that a company's handler requires, and describes the operation in the OpenAPI document. */
export function Operation(scope: RequiredScope, text: OperationText) {
  return applyDecorators(
    Allow(scope),
    PathId(
      'company_id',
      'The id of the company (`GET /api/companies` lists those that the token can access).',
    ),
    ...guarded(scope, { ...text, problems: [...(text.problems ?? []), 'not_found'] }),
  );
}

/** Like `Operation`, for a handler without a company in its path. */
export function OperationAcrossCompanies(scope: RequiredScope, text: OperationText) {
  return applyDecorators(AllowAcrossCompanies(scope), ...guarded(scope, text));
}

/** Like `Operation`, for a handler that needs no token. */
export function PublicOperation(text: OperationText) {
  return applyDecorators(Public(), ...documentation(text, { security: [] }));
}

/** Like `PublicOperation`, for a log-in: an address with too many failed authentications gets 429. */
export function LoginOperation(text: OperationText) {
  const problems: ProblemCode[] = [...SERVING, ...(text.problems ?? []), 'permission_denied', 'throttled'];
  return applyDecorators(Login(), ...documentation({ ...text, problems }, { security: [] }));
}

/** Like `Operation`, for a handler that works on the session of a person. */
export function SessionOperation(text: OperationText) {
  const problems: ProblemCode[] = [...SERVING, ...(text.problems ?? []), ...BEHIND_A_TOKEN];
  return applyDecorators(
    OfSession(),
    ApiSecurity('session'),
    ...documentation({ ...text, problems }, { headers: RATE_LIMIT }),
  );
}

function guarded(scope: RequiredScope, text: OperationText): MethodDecorator[] {
  const { description, writes, versioned, problems = [] } = text;
  const takesIfMatch = writes && versioned;
  return [
    ...(versioned ? [Versioned()] : []),
    ...(takesIfMatch ? [IF_MATCH] : []),
    ...(writes ? [IDEMPOTENCY_KEY] : []),
    ApiSecurity('bearer'),
    ApiSecurity('token'),
    ApiSecurity('session'),
    ...documentation(
      {
        ...text,
        description: `${description}\n\nScope: \`${[scope].flat().join('` or `')}\`.`,
        problems: [
          ...SERVING,
          ...(writes ? WRITING : []),
          ...(takesIfMatch ? WRITING_VERSIONS : []),
          ...problems,
          ...BEHIND_A_TOKEN,
        ],
      },
      { headers: RATE_LIMIT },
    ),
  ];
}

function documentation(
  {
    id,
    summary,
    description,
    response,
    responseDescription,
    contentType,
    statuses = { 200: '' },
    accepted,
    paged,
    csv,
    writes,
    versioned,
    problems: its = [],
  }: OperationText,
  { headers, ...more }: ApiOperationOptions & { headers?: typeof RATE_LIMIT } = {},
): MethodDecorator[] {
  const problems = [...READING, ...its];
  return [
    ApiOperation({ operationId: id, summary, description, ...more }),
    ...(csv ? [ApiExtension(ALSO_CSV, true)] : []),
    ...Object.entries(statuses).map(([status, meaning]) =>
      ApiResponse({
        status: Number(status),
        ...(contentType
          ? { content: { [contentType]: { schema: { type: 'string' as const } } } }
          : response && { type: response }),
        description: `${responseDescription} ${meaning}`.trim(),
        headers: {
          ...REQUEST_ID,
          ...(versioned && ETAG),
          ...(writes && REPLAYED),
          ...(paged && LINK),
          ...(csv && ATTACHMENT),
          ...headers,
        },
      }),
    ),
    ...(accepted
      ? [
          ApiResponse({
            status: 202,
            ...accepted,
            headers: { ...REQUEST_ID, ...LOCATION, ...(writes && REPLAYED), ...headers },
          }),
        ]
      : []),
    ApiExtraModels(Problem) as MethodDecorator,
    ...[...new Set(problems.map((code) => PROBLEMS[code].status))].map((status) =>
      problemResponse(
        status,
        problems.filter((code) => PROBLEMS[code].status === status),
      ),
    ),
  ];
}

function problemResponse(status: number, codes: readonly ProblemCode[]): MethodDecorator {
  const examples = codes.map((code) => [code, { value: problemDocument(exampleOf(code), EXAMPLE_REQUEST) }]);
  return ApiResponse({
    status,
    description: describe(codes),
    headers: { ...REQUEST_ID, ...(codes.includes('invalid_state') && REPLAYED), ...headersOf(codes) },
    content: {
      'application/problem+json': {
        schema: { $ref: getSchemaPath(Problem) },
        examples: Object.fromEntries(examples),
      },
    },
  });
}

/** Escapes `<`, because Markdown would hide the placeholder of a token. */
function describe(codes: readonly ProblemCode[]): string {
  const lines = codes.map((code) => `\`${code}\`: ${PROBLEMS[code].detail.replaceAll('<', '\\<')}`);
  return lines.length === 1 ? lines[0]! : lines.map((line) => `- ${line}`).join('\n');
}

/** A header is required if every problem of the response has it. */
function headersOf(codes: readonly ProblemCode[]) {
  const headersOfCode = (code: ProblemCode): [string, string][] => [
    ...Object.entries(PROBLEM_HEADERS[code] ?? {}).map(([name, value]): [string, string] => [
      name,
      `\`${value}\``,
    ]),
    ...Object.entries(VARIABLE_HEADERS[code] ?? {}),
  ];
  const isRequired = (name: string) =>
    codes.every((code) => headersOfCode(code).some(([other]) => other === name));
  return Object.fromEntries(
    codes
      .flatMap(headersOfCode)
      .map(([name, description]) => [
        name,
        { required: isRequired(name), description, schema: { type: 'string' as const } },
      ]),
  );
}

const EXAMPLE_EXTRAS: Partial<Record<ProblemCode, Record<string, unknown>>> = {
  version_conflict: { current_version: 2 },
  delivery_in_progress: { lease_until: '2026-11-23T09:35:00.000Z' },
};

/** With the fields that only this code has. */
function exampleOf(code: ProblemCode): DomainError {
  if (code === 'invalid') {
    return DomainError.invalid([
      {
        in: 'body',
        field: 'final_contents',
        code: 'unknown',
        detail: 'final_contents is not a known field.',
      },
    ]);
  }
  if (code === 'invalid_state') {
    const detail = 'Only proposed or scheduled actions can be approved; this one is processing.';
    return new DomainError(code, detail, {
      current_status: 'processing',
      allowed_from: ['proposed', 'scheduled'],
    });
  }
  return new DomainError(code, undefined, EXAMPLE_EXTRAS[code]);
}
