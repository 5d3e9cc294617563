import type { Type } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { COMMAND_INPUTS } from '../../src/actions/dto/action-commands.dto.js';
import { EditActionInput } from '../../src/actions/dto/edit-action.dto.js';
import { COMMANDS } from '../../src/actions/lifecycle/transitions.js';
import { inputFields, jsonSchema } from '../../src/input/input-schema.js';
import { readInput } from '../../src/input/read-input.js';
import { LedgerInput } from '../../src/ledger-sync/dto/ledger.dto.js';
import { LIMITS } from '../../src/limits.js';
import {
  RecommendationBatchInput,
  RunPolicyInput,
} from '../../src/recommendations/dto/recommendation-batch.dto.js';
import { RecommendationInput } from '../../src/recommendations/dto/recommendation.dto.js';
import { SettingsInput } from '../../src/settings/dto/settings.dto.js';
import { aRecommendation } from '../support/recommendation.js';

const INPUTS: [string, Type<object>][] = [
  ...Object.entries(COMMAND_INPUTS),
  ['edit', EditActionInput],
  ['recommendation', RecommendationInput],
  ['recommendations', RecommendationBatchInput],
  ['policy run', RunPolicyInput],
  ['ledger sync', LedgerInput],
  ['settings', SettingsInput],
];

const ajv = new Ajv2020({ strict: true, allErrors: true });
(addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
// Formats that the field's own rule checks.
ajv.addFormat('time-zone', true);

/** Whether readInput() takes an input. */
const isAccepted = (type: Type<object>, input: unknown): Promise<boolean> =>
  readInput(type, input).then(
    () => true,
    () => false,
  );

const examplesOf = (type: Type<object>): Record<string, unknown> =>
  Object.fromEntries(
    inputFields(type).map(({ name }) => [
      name,
      (
        Reflect.getMetadata('swagger/apiModelProperties', type.prototype as object, name) as {
          example?: unknown;
        }
      ).example,
    ]),
  );

describe.each(INPUTS)('the input of %s', (_name, type) => {
  it('is a strict JSON Schema, which refuses unknown fields as the use case does', async () => {
    const validate = ajv.compile(jsonSchema(type));
    expect(validate({ no_such_field: 1 })).toBe(false);
    expect(await isAccepted(type, { no_such_field: 1 })).toBe(false);
  });

  it('tells of each field its description, its type and the codes of its errors', () => {
    for (const { name, description, schema, errorCodes, required } of inputFields(type)) {
      expect(name).toMatch(/^[a-z_]+$/);
      expect(description.length).toBeGreaterThan(10);
      expect(Object.keys(schema).length).toBeGreaterThan(0);
      expect(errorCodes.length).toBeGreaterThan(0);
      expect(errorCodes.includes('required') || !required).toBe(true);
    }
  });

  it('takes the example of each field that has one, as the use case does', () => {
    const validate = ajv.compile({ ...jsonSchema(type), required: [] });
    const examples = Object.entries(examplesOf(type)).filter(([, example]) => example !== undefined);
    for (const [name, example] of examples)
      expect([name, validate({ [name]: example })]).toEqual([name, true]);
  });
});

it.each(Object.entries(COMMAND_INPUTS))(
  '%s has the fields of its row in the table of commands',
  (name, type) => {
    expect(inputFields(type).map((field) => field.name)).toEqual(
      expect.arrayContaining([...COMMANDS[name as keyof typeof COMMANDS].input]),
    );
    expect(inputFields(type)).toHaveLength(COMMANDS[name as keyof typeof COMMANDS].input.length);
  },
);

describe('the schema and the use case agree on', () => {
  it.each<[string, unknown, boolean]>([
    ['nothing', {}, true],
    ['null, which means absent', { final_content: null }, true],
    ['a text of the longest length', { comment: 'x'.repeat(LIMITS.note) }, true],
    ['a text that is too long', { comment: 'x'.repeat(LIMITS.note + 1) }, false],
    ['an empty final content', { final_content: '' }, false],
    ['a number for a text', { comment: 7 }, false],
    ['an id that is none', { approved_by: 'x' }, false],
  ])('an approval with %s', async (_what, input, accepted) => {
    expect(ajv.compile(jsonSchema(COMMAND_INPUTS.approve))(input)).toBe(accepted);
    expect(await isAccepted(COMMAND_INPUTS.approve, input)).toBe(accepted);
  });

  const whole = aRecommendation({ customer_external_id: 'C-1' });
  it.each<[string, object, boolean]>([
    ['as it is', {}, true],
    ['H12: on an invoice alone', { customer_external_id: undefined, invoice_number: 'INV-1' }, true],
    ['without a source', { source: undefined }, false],
    ['without alternatives', { alternatives: [] }, false],
    [
      'with an unknown type of action',
      { alternatives: [{ ...whole.alternatives[0]!, action_type: 'fax' }] },
      false,
    ],
    [
      'with an urgency above 100',
      { alternatives: [{ ...whole.alternatives[0]!, urgency_score: 101 }] },
      false,
    ],
    ['with an unknown field inside', { alternatives: [{ ...whole.alternatives[0]!, urgency: 1 }] }, false],
  ])('a recommendation %s', async (_what, changes, accepted) => {
    const input = JSON.parse(JSON.stringify({ ...whole, ...changes })) as object;
    expect(ajv.compile(jsonSchema(RecommendationInput))(input)).toBe(accepted);
    expect(await isAccepted(RecommendationInput, input)).toBe(accepted);
  });
});
