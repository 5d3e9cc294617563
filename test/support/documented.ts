import assert from 'node:assert/strict';
import { STATUS_CODES } from 'node:http';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'csv-parse/sync';
import type { ApiDocument, Operation, Schema } from './operations.js';
import { LEAKS } from './problem.js';

export interface Answer {
  status: number;
  /** Names in lower case. */
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

/** Headers that no operation says without documenting it. */
const SAID = [
  'Content-Disposition',
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'Retry-After',
  'WWW-Authenticate',
  'X-Request-Id',
];

/** Holds answers against the document: status, headers, code, every key of the body. */
export class Documented {
  private readonly ajv = new Ajv({ strict: false, allErrors: true });
  private readonly checks = new Map<string, ValidateFunction>();
  private readonly components: object;

  constructor({ schemas }: ApiDocument) {
    addFormats.default(this.ajv);
    this.components = { schemas: convert('properties', schemas) };
  }

  check(operation: Operation, answer: Answer, withBody = true): void {
    const documented = operation.responses[answer.status];
    assert(documented, `${operation.id} does not document ${answer.status}: ${answer.text}`);
    for (const [name, { required }] of Object.entries(documented.headers ?? {})) {
      if (required === false) continue;
      assert(answer.headers[name.toLowerCase()], `${operation.id} ${answer.status} lacks ${name}`);
    }
    for (const name of SAID) {
      const isSaid = answer.headers[name.toLowerCase()] !== undefined;
      assert(
        !isSaid || documented.headers?.[name],
        `${operation.id} ${answer.status} does not document ${name}`,
      );
    }
    if (!withBody) return assert.equal(answer.text, '');
    const type = String(answer.headers['content-type']).split(';')[0]!;
    const content = documented.content![type];
    assert(content, `${operation.id} does not document ${type}`);
    if (type === 'text/csv') return checkCsv(answer.text);
    const body: unknown = JSON.parse(answer.text);
    this.checkBody(`${operation.id} ${answer.status}`, content.schema, body);
    if (answer.status < 400) return checkResults(body as Partial<Results>);
    const { code } = this.checkProblem(answer);
    assert(code in content.examples!, `${operation.id} does not document ${code}`);
  }

  /** The one error shape, whether or not an operation was met. */
  checkProblem({ status, headers, text }: Answer): ProblemBody {
    const problem = JSON.parse(text) as ProblemBody;
    this.checkBody('problem', { $ref: '#/components/schemas/Problem' }, problem);
    assert.match(String(headers['content-type']), /^application\/problem\+json\b/);
    assert.equal(problem.type, `urn:daybook:problem:${problem.code.replaceAll('_', '-')}`);
    assert.equal(problem.title, STATUS_CODES[status]);
    assert.equal(problem.status, status);
    assert.match(problem.detail, /^[A-Z].*\.$/s);
    // A stored answer is given again to the letter: with the id of the request that it was first given to.
    if (!headers['idempotency-replayed']) assert.equal(problem.request_id, headers['x-request-id']);
    assert.doesNotMatch(text, LEAKS);
    if (status === 405) assert.match(String(headers.allow), /^[A-Z]+(, [A-Z]+)*$/);
    return problem;
  }

  private checkBody(name: string, schema: Schema, body: unknown): void {
    const check =
      this.checks.get(name) ?? this.ajv.compile({ ...strictly(schema), components: this.components });
    this.checks.set(name, check);
    assert(check(body), `${name} is not as documented: ${this.ajv.errorsText(check.errors)}`);
  }
}

interface Results {
  results: { error: ProblemBody | null }[];
}

/** What was refused among others tells as little of our insides as what was refused alone. */
function checkResults({ results = [] }: Partial<Results>): void {
  for (const { error } of results) {
    if (!error) continue;
    assert.equal(error.title, STATUS_CODES[error.status]);
    assert.match(error.detail, /^[A-Z].*\.$/s);
    assert.doesNotMatch(JSON.stringify(error), LEAKS);
  }
}

/** Every row has all cells, and none that a spreadsheet would calculate. */
function checkCsv(text: string): void {
  const rows = parse(text, { record_delimiter: '\r\n' });
  assert(rows.length > 0, 'The CSV has no head');
  for (const cell of rows.flat()) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
}

/** OpenAPI 3.0's nullable as JSON Schema says it; and an object has no keys but those that are documented. */
function strictly(schema: Schema): object {
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, convert(key, value)]),
  );
  const closed = rest.properties ? { additionalProperties: false, ...rest } : rest;
  return nullable ? { anyOf: [closed, { type: 'null' }] } : closed;
}

function convert(key: string, value: unknown): unknown {
  if (key === 'properties') {
    return Object.fromEntries(
      Object.entries(value as Record<string, Schema>).map(([name, field]) => [name, strictly(field)]),
    );
  }
  if (key === 'allOf') return (value as Schema[]).map(strictly);
  if (key === 'items') return strictly(value as Schema);
  if (key === 'additionalProperties' && typeof value === 'object') return strictly(value as Schema);
  return value;
}
