import assert from 'node:assert/strict';
import { describe, expect, it } from '@jest/globals';
import { type Schema, withoutExtensions } from '../support/api-document.js';
import { ResponseValidator } from '../support/response-validator.js';
import { type Document, readDocument, readOperations, readText } from './read-document.js';

const responseSchemas = ({ schemas }: Document['components']): [string, Schema][] =>
  Object.entries(withoutExtensions(schemas)).filter(([name]) => !name.endsWith('Input'));

describe('the schemas of the OpenAPI document', () => {
  it('has an example for every field of a response, from which readers make that of the whole', async () => {
    const { components } = await readDocument();
    const isSeen = ({ example, enum: words, $ref, allOf, properties, items }: Schema): boolean =>
      example !== undefined || Boolean(words ?? $ref ?? allOf ?? properties) || (!!items && isSeen(items));
    const unseen = responseSchemas(components).flatMap(([name, { properties = {}, required = [] }]) =>
      required.flatMap((field) => (isSeen(properties[field]!) ? [] : [`${name}.${field}`])),
    );
    expect(unseen).toEqual([]);
  });

  it('describes each problem response once, and stays below 200 kB', async () => {
    const text = await readText();
    expect(text.match(/application\/problem\+json:/g)!.length).toBeLessThan(20);
    expect(text.length).toBeLessThan(200_000);
  });

  it('has no schema that client generators cannot read', async () => {
    const { components } = await readDocument();
    const keys = new Set<string>();
    JSON.stringify(components.schemas, (key, value: unknown) => (keys.add(key), value));
    for (const key of ['oneOf', 'anyOf', 'not', 'uniqueItems']) expect(keys).not.toContain(key);
  });

  it('requires every field of a response but those that are there only at times', async () => {
    const { components } = await readDocument();
    const optional = responseSchemas(components).flatMap(([name, { properties = {}, required = [] }]) =>
      Object.keys(properties).flatMap((field) => (required.includes(field) ? [] : [`${name}.${field}`])),
    );
    expect(optional).toEqual([
      'Problem.errors',
      'Problem.current_version',
      'Problem.current_status',
      'Problem.allowed_from',
      'ApprovedActionResponse.warnings',
    ]);
  });

  it('match every example of a field, of a request and of a response', async () => {
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

  it('have a nullable reference in the one form that all client generators read', async () => {
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
