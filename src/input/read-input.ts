import type { Type } from '@nestjs/common';
import { LIMITS } from '../limits.js';
import { DomainError } from '../problems/domain-error.js';
import { checkInput, isObject } from './check-input.js';
import { shapeErrors } from './shape.js';

/**
 * Validates an input that was sent as JSON; undefined counts as {}.
 * @throws DomainError invalid, with every invalid field; an empty field name stands for the whole input
 */
export function readInput<Input extends object>(type: Type<Input>, raw: unknown = {}): Input {
  if (!isObject(raw)) {
    const detail = 'The input must be a JSON object.';
    throw DomainError.invalid([{ in: 'body', field: '', code: 'type', detail }]);
  }
  const shape = shapeErrors('body', raw, { maxValues: LIMITS.bulkValues });
  const { value, errors } = checkInput('body', type, raw, shape);
  if (errors.length > 0) throw DomainError.invalid(errors);
  return value as Input;
}
