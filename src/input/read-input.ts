import type { Type } from '@nestjs/common';
import { LIMITS } from '../limits.js';
import { DomainError } from '../problems/domain-error.js';
import { checkInput } from './check-input.js';

/**
 * Validates an input that was sent as JSON; undefined counts as {}. Works in slices, between which other requests run.
 * @throws DomainError invalid, with every invalid field; an empty field name stands for the whole input
 */
export async function readInput<Input extends object>(type: Type<Input>, raw: unknown = {}): Promise<Input> {
  const { value, errors } = await checkInput('body', type, raw, { maxValues: LIMITS.bulkValues });
  if (errors.count > 0) throw DomainError.invalid(errors.listed, errors.count);
  return value as Input;
}
