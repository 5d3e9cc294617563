import assert from 'node:assert/strict';
import { describe, expect, it } from '@jest/globals';
import { type Schema, withoutExtensions } from '../support/api-document.js';
import { ResponseValidator } from '../support/response-validator.js';
import { type Document, readDocument, readOperations, readText } from './read-document.js';

const responseSchemas = ({ schemas }: Document['components']): [string, Schema][] =>
  Object.entries(withoutExtensions(schemas)).filter(([name]) => !name.endsWith('Input'));

describe('the schemas of the OpenAPI document', () => {
  it('have an example for every field of a response', async () => {
    const { components } = await readDocument();
    const hasExample = ({ example, enum: values, $ref, allOf, properties, items }: Schema): boolean =>
      example !== undefined ||
      Boolean(values ?? $ref ?? allOf ?? properties) ||
      (!!items && hasExample(items));
    const withoutExample = responseSchemas(components).flatMap(([name, { properties = {}, required = [] }]) =>
      required.flatMap((field) => (hasExample(properties[field]!) ? [] : [`${name}.${field}`])),
    );
    expect(withoutExample).toEqual([]);
  });

  it('H15: share each problem response, which keeps the document below 420 kB', async () => {
    const text = await readText();
    expect(text.match(/application\/problem\+json:/g)!.length).toBeLessThan(30);
    expect(text.length).toBeLessThan(420_000);
  });

  it('H1: use no keyword that client generators cannot read', async () => {
    const { components } = await readDocument();
    const keys = new Set<string>();
    JSON.stringify(components.schemas, (key, value: unknown) => (keys.add(key), value));
    for (const key of ['oneOf', 'anyOf', 'not', 'uniqueItems']) expect(keys).not.toContain(key);
  });

  it('allow no unknown field in an input, and no empty text where a text is required', async () => {
    const { components } = await readDocument();
    const inputs = Object.entries(components.schemas).filter(([name]) => name.endsWith('Input'));
    expect(inputs.length).toBeGreaterThan(15);
    expect(inputs.filter(([, schema]) => schema.additionalProperties !== false)).toEqual([]);
    const { properties = {} } = components.schemas.AlternativeInput!;
    expect([properties.description!.minLength, properties.reasoning!.minLength]).toEqual([1, undefined]);
  });

  it('require every field of a response, except those of some problems, and of pages by number or by cursor', async () => {
    const { components } = await readDocument();
    const optional = responseSchemas(components).flatMap(([name, { properties = {}, required = [] }]) =>
      Object.keys(properties).flatMap((field) => (required.includes(field) ? [] : [`${name}.${field}`])),
    );
    expect(optional).toEqual([
      'Problem.errors',
      'Problem.current_version',
      'Problem.action_id',
      'Problem.hold_until',
      'Problem.lease_until',
      'Problem.retry_at',
      'Problem.current_status',
      'Problem.allowed_from',
      ...['CustomerPage', 'InvoicePage', 'ActionPage'].flatMap((page) =>
        ['count', 'page', 'next_cursor'].map((field) => `${page}.${field}`),
      ),
    ]);
  });

  it('accept every example of a field, a request and a response', async () => {
    const schemas = withoutExtensions((await readDocument()).components.schemas);
    const validator = new ResponseValidator({ operations: [], schemas });
    let count = 0;
    for (const [name, { properties = {} }] of Object.entries(schemas)) {
      for (const [field, schema] of Object.entries(properties)) {
        if (schema.example !== undefined) validator.checkBody(`${name}.${field}`, schema, schema.example);
      }
    }
    for (const { operationId, requestBody, responses } of await readOperations()) {
      const contents = [requestBody, ...Object.values(responses)].flatMap((body) =>
        Object.values(body?.content ?? {}),
      );
      for (const { schema, example, examples = {} } of contents) {
        const values = [...(example ? [example] : []), ...Object.values(examples).map(({ value }) => value)];
        count += values.length;
        for (const value of values)
          validator.checkBody(`${operationId} ${JSON.stringify(schema)}`, schema, value);
      }
    }
    expect(count).toBeGreaterThan(100);
  });

  it('write nullable references in the form that all client generators read', async () => {
    const { components } = await readDocument();
    const references: Schema[] = [];
    JSON.stringify(components.schemas, (_, value: Schema | null) => {
      if (value?.nullable && value.allOf) references.push(value);
      return value;
    });
    expect(references.length).toBeGreaterThan(3);
    for (const { type, allOf } of references) {
      assert.equal(type, undefined);
      assert.equal(allOf!.length, 1);
    }
  });
});
