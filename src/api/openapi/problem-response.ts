import { ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { DomainError, type ProblemCode, PROBLEMS } from '../../problems/domain-error.js';
import { Problem, PROBLEM_HEADERS, problemDocument, VARIABLE_HEADERS } from '../../problems/problem.js';
import { REPLAYED, REQUEST_ID } from './headers.js';

const EXAMPLE_REQUEST = '019aaf2e-4d1c-7b5e-9f10-3c2a8e5d7b61';

/** Describes the response with a status that has the problems with these codes. */
export function problemResponse(status: number, codes: readonly ProblemCode[]): MethodDecorator {
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
