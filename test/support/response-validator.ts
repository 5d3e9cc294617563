import assert from 'node:assert/strict';
import { STATUS_CODES } from 'node:http';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'csv-parse/sync';
import type { ApiDocument, Operation, Schema } from './api-document.js';
import { LEAKS } from './problem.js';

export interface HttpResponse {
  status: number;
  /** By name in lower case. */
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  request_id: string;
}

/** Headers that a response may have only if its operation documents them. */
const DOCUMENTED_HEADERS = [
  'Content-Disposition',
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
];

/** Validates responses against the OpenAPI document: status, headers, problem code, every key of the body. */
export class ResponseValidator {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, formats: { 'time-zone': true } });
  private readonly checks = new Map<string, ValidateFunction>();
  private readonly components: object;

  constructor({ schemas }: ApiDocument) {
    addFormats.default(this.ajv);
    this.components = { schemas: convert('properties', schemas) };
  }

  check(operation: Operation, response: HttpResponse, withBody = true): void {
    const documented = operation.responses[response.status];
    assert(documented, `${operation.id} does not document ${response.status}: ${response.text}`);
    for (const [name, { required }] of Object.entries(documented.headers ?? {})) {
      if (required === false) continue;
      assert(response.headers[name.toLowerCase()], `${operation.id} ${response.status} lacks ${name}`);
    }
    for (const name of DOCUMENTED_HEADERS) {
      const isSent = response.headers[name.toLowerCase()] !== undefined;
      assert(
        !isSent || documented.headers?.[name],
        `${operation.id} ${response.status} does not document ${name}`,
      );
    }
    if (!withBody) return assert.equal(response.text, '');
    const type = String(response.headers['content-type']).split(';')[0]!;
    const content = documented.content![type];
    assert(content, `${operation.id} does not document ${type}`);
    if (type === 'text/csv') return checkCsv(response.text);
    const body: unknown = JSON.parse(response.text);
    this.checkBody(`${operation.id} ${response.status}`, content.schema, body);
    if (response.status < 400) return checkBulkResults(body as Partial<Results>);
    const { code } = this.checkProblem(response);
    assert(code in content.examples!, `${operation.id} does not document ${code}`);
  }

  /** Validates an error, which has the same shape even if no operation was found. */
  checkProblem({ status, headers, text }: HttpResponse): ProblemBody {
    const problem = JSON.parse(text) as ProblemBody;
    this.checkBody('problem', { $ref: '#/components/schemas/Problem' }, problem);
    assert.match(String(headers['content-type']), /^application\/problem\+json\b/);
    assert.equal(problem.type, `urn:daybook:problem:${problem.code.replaceAll('_', '-')}`);
    assert.equal(problem.title, STATUS_CODES[status]);
    assert.equal(problem.status, status);
    assert.match(problem.detail, /^[A-Z].*\.$/s);
    // A replayed response is a verbatim copy and has the id of the first request.
    if (!headers['idempotency-replayed']) assert.equal(problem.request_id, headers['x-request-id']);
    assert.doesNotMatch(text, LEAKS);
    if (status === 405) assert.match(String(headers.allow), /^[A-Z]+(, [A-Z]+)*$/);
    return problem;
  }

  /** `name` is of the schema: each is compiled once. */
  checkBody(name: string, schema: Schema, body: unknown): void {
    const check =
      this.checks.get(name) ?? this.ajv.compile({ ...strict(schema), components: this.components });
    this.checks.set(name, check);
    assert(check(body), `${name} does not match its schema: ${this.ajv.errorsText(check.errors)}`);
  }
}

interface Results {
  results: { error: ProblemBody | null }[];
}

/** Validates the errors inside a bulk response: they must not leak internals either. */
function checkBulkResults({ results = [] }: Partial<Results>): void {
  for (const { error } of results) {
    if (!error) continue;
    assert.equal(error.title, STATUS_CODES[error.status]);
    assert.match(error.detail, /^[A-Z].*\.$/s);
    assert.doesNotMatch(JSON.stringify(error), LEAKS);
  }
}

/** Validates that every row has all cells, and that no cell would be executed as a formula by a spreadsheet. */
function checkCsv(text: string): void {
  const rows = parse(text, { record_delimiter: '\r\n' });
  assert(rows.length > 0, 'The CSV has no header');
  for (const cell of rows.flat()) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
}

/** Converts an OpenAPI 3.0 schema to JSON Schema, and forbids keys that are not documented. */
function strict(schema: Schema): object {
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, convert(key, value)]),
  );
  const closed = rest.properties ? { additionalProperties: false, ...rest } : rest;
  return nullable ? { anyOf: [closed, { type: 'null' }] } : closed;
}

function convert(key: string, value: unknown): unknown {
  if (key === 'properties') {
    return Object.fromEntries(
      Object.entries(value as Record<string, Schema>).map(([name, field]) => [name, strict(field)]),
    );
  }
  if (key === 'allOf') return (value as Schema[]).map(strict);
  if (key === 'items') return strict(value as Schema);
  if (key === 'additionalProperties' && typeof value === 'object') return strict(value as Schema);
  return value;
}
