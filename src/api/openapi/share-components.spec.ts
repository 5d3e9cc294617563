import { describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { shareComponents } from './share-components.js';

const problem = (...codes: string[]) => ({
  description: codes.join(),
  content: {
    'application/problem+json': {
      schema: { $ref: '#/components/schemas/Problem' },
      examples: Object.fromEntries(codes.map((code) => [code, { value: { code } }])),
    },
  },
});

const operation = (parameters: object[], responses: object) => ({ parameters, responses });

function shared(...operations: object[]): OpenAPIObject {
  const paths = Object.fromEntries(operations.map((get, index) => [`/${index}`, { get }]));
  return shareComponents({ paths, components: {} } as unknown as OpenAPIObject);
}

describe('shareComponents', () => {
  it('names problem responses by their first code and by what they have beyond the shortest', () => {
    const { components, paths } = shared(
      operation([], { 400: problem('invalid', 'parse_error'), 404: problem('not_found') }),
      operation([], { 400: problem('invalid', 'parse_error', 'invalid_state') }),
    );
    const names = ['InvalidInput', 'InvalidInputOrInvalidState', 'NotFound'];
    expect(Object.keys(components!.responses!)).toEqual(names);
    expect(Object.keys(components!.examples!)).toEqual([
      'invalid',
      'invalid_state',
      'not_found',
      'parse_error',
    ]);
    expect(paths['/1']!.get!.responses).toEqual({
      400: { $ref: '#/components/responses/InvalidInputOrInvalidState' },
    });
  });

  it('shares the most frequent of the values of one name, and leaves the others in place', () => {
    const page = { name: 'page', in: 'query', description: 'Page.' };
    const other = { ...page, description: 'Another page.' };
    const once = { name: 'page-size', in: 'query' };
    const { components, paths } = shared(
      operation([other, once], {}),
      operation([{ ...page }], {}),
      operation([{ ...page }], {}),
    );
    expect(components!.parameters).toEqual({ Page: page });
    expect(paths['/0']!.get!.parameters).toEqual([other, once]);
    expect(paths['/2']!.get!.parameters).toEqual([{ $ref: '#/components/parameters/Page' }]);
  });
});
