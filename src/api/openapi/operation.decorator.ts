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
import { MOMENTARY_HEADERS, Problem, PROBLEM_HEADERS, problemDocument } from '../../problems/problem.js';
import { Versioned } from '../response/versioned.decorator.js';
import { Allow, AllowAcrossCompanies, Public } from '../access/access.decorator.js';
import { type Scope, SCOPES } from '../../tenancy/scopes.js';
import {
  ATTACHMENT,
  ETAG,
  IDEMPOTENCY_KEY,
  IF_MATCH,
  LINK,
  RATE_LIMIT,
  REPLAYED,
  REQUEST_ID,
} from './headers.js';

interface OperationText {
  /** The operationId: what a generated client calls it. */
  id: string;
  summary: string;
  description: string;
  /** The schema of a good answer, and what it is. */
  answers: Type<unknown>;
  gives: string;
  /** The statuses of a good answer where it has others than 200, and what each says. */
  statuses?: Record<number, string>;
  /** Whether it can be had as CSV too. */
  csv?: true;
  /** Whether a Link header leads through pages. */
  paged?: true;
  /** What it can answer beyond that which every operation of its kind can. */
  problems?: readonly ProblemCode[];
  writes?: true;
  /** Whether it is about one thing that has a version (see http/versioned.decorator.ts). */
  versioned?: true;
}

const EXAMPLE_REQUEST = '019aaf2e-4d1c-7b5e-9f10-3c2a8e5d7b61';

/** Whatever the operation, a body is read once the token is known to be good, also where none is wanted. */
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

/** An id in a path; without an example, for Swagger UI would fill it in, and it would be nobody's. */
export const PathId = (name: string, description: string): MethodDecorator =>
  ApiParam({ name, type: 'string', format: 'uuid', description });

/** Says at once who may call a company's handler and what the document tells of it. */
export function Operation(scope: Scope, text: OperationText) {
  return applyDecorators(
    Allow(scope),
    PathId('company_id', 'The company.'),
    ...guarded(scope, { ...text, problems: [...(text.problems ?? []), 'not_found'] }),
  );
}

/** The same for a handler that names no company. */
export function OperationAcrossCompanies(scope: Scope, text: OperationText) {
  return applyDecorators(AllowAcrossCompanies(scope), ...guarded(scope, text));
}

/** The same for a handler that is open to all. */
export function PublicOperation(text: OperationText) {
  return applyDecorators(Public(), ...documentation(text, { security: [] }));
}

function guarded(scope: Scope, text: OperationText): MethodDecorator[] {
  const { description, writes, versioned, problems = [] } = text;
  const heedsVersions = writes && versioned;
  return [
    ...(versioned ? [Versioned()] : []),
    ...(heedsVersions ? [IF_MATCH] : []),
    ...(writes ? [IDEMPOTENCY_KEY] : []),
    ApiSecurity('token'),
    ApiSecurity('bearer'),
    ...documentation(
      {
        ...text,
        description: `${description}\n\nScope: \`${scope}\` (${SCOPES[scope]}).`,
        problems: [
          ...SERVING,
          ...(writes ? WRITING : []),
          ...(heedsVersions ? WRITING_VERSIONS : []),
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
    answers,
    gives,
    statuses = { 200: '' },
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
        type: answers,
        description: `${gives} ${meaning}`.trim(),
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
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].detail}`).join(' '),
    headers: { ...REQUEST_ID, ...(codes.includes('invalid_state') && REPLAYED), ...headersOf(codes) },
    content: {
      'application/problem+json': {
        schema: { $ref: getSchemaPath(Problem) },
        examples: Object.fromEntries(examples),
      },
    },
  });
}

function headersOf(codes: readonly ProblemCode[]) {
  const fixed = codes.flatMap((code) => Object.entries(PROBLEM_HEADERS[code] ?? {}));
  const momentary = codes.flatMap((code) => Object.entries(MOMENTARY_HEADERS[code] ?? {}));
  const described = [...fixed.map(([name, value]) => [name, `\`${value}\``] as const), ...momentary];
  return Object.fromEntries(
    described.map(([name, description]) => [
      name,
      { required: true, description, schema: { type: 'string' as const } },
    ]),
  );
}

/** With the members that only this kind of problem has. */
function exampleOf(code: ProblemCode): DomainError {
  if (code === 'invalid') {
    return DomainError.invalid([
      { in: 'body', field: 'final_contents', code: 'unknown', detail: 'final_contents is not known here.' },
    ]);
  }
  if (code === 'invalid_state') {
    const detail = 'Only proposed or scheduled actions can be approved; this one is processing.';
    return new DomainError(code, detail, {
      current_status: 'processing',
      allowed_from: ['proposed', 'scheduled'],
    });
  }
  return new DomainError(code, undefined, code === 'version_conflict' ? { current_version: 2 } : {});
}
