import { applyDecorators, type Type } from '@nestjs/common';
import {
  ApiExtension,
  ApiExtraModels,
  ApiOperation,
  type ApiOperationOptions,
  ApiParam,
  ApiResponse,
  ApiSecurity,
} from '@nestjs/swagger';
import { type ProblemCode, PROBLEMS } from '../../problems/domain-error.js';
import { ALSO_AS } from './complete-document.js';
import { Problem } from '../../problems/problem.js';
import { problemResponse } from './problem-response.js';
import { Versioned } from '../response/versioned.decorator.js';
import { Allow, AllowAcrossCompanies, Login, OfSession, Public } from '../access/access.decorator.js';
import type { RequiredScope } from '../../tenancy/scopes.js';
import {
  ATTACHMENT,
  ETAG,
  IDEMPOTENCY_KEY,
  IF_MATCH,
  linkHeader,
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
  /** The content types beside JSON: of the page as CSV, or of all results, which have no Link header. */
  alsoAs?: readonly string[];
  /** Whether the response has a Link header to other pages. */
  paged?: true;
  /** Problems beyond those that all operations of this kind can have. */
  problems?: readonly ProblemCode[];
  writes?: true;
  /** Whether the operation is on a single resource with a version (see response/versioned.decorator.ts). */
  versioned?: true;
}

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
    alsoAs = [],
    writes,
    versioned,
    problems: its = [],
  }: OperationText,
  { headers, ...more }: ApiOperationOptions & { headers?: typeof RATE_LIMIT } = {},
): MethodDecorator[] {
  const problems = [...READING, ...its];
  return [
    ApiOperation({ operationId: id, summary, description, ...more }),
    ApiExtension(ALSO_AS, alsoAs),
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
          ...(paged && linkHeader(alsoAs.length > 1)),
          ...(alsoAs.length > 0 && ATTACHMENT),
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
