import type { Type } from '@nestjs/common';
import { TransformationType, type TransformFnParams } from 'class-transformer';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { getMetadataStorage, type ValidationArguments, ValidationTypes } from 'class-validator';

interface Rule {
  code: string;
  isValid: (args: ValidationArguments) => boolean;
  sentence: (args: ValidationArguments) => string;
}

interface FieldRules {
  name: string;
  /** Of `Transform`: they convert the value before the rules check it, one after the other. */
  conversions: ((params: TransformFnParams) => unknown)[];
  /** The rules are checked only if all of them hold: the value of an optional field, for example, is given. */
  conditions: ((input: object, value: unknown) => boolean)[];
  rules: Rule[];
}

/**
 * What the decorators of an input class declare, by field, in the order of the declaration. It is read once: class-transformer and
 * class-validator would read it again for each of thousands of rows.
 */
export type CompiledClass = ReadonlyMap<string, FieldRules>;

const compiledClasses = new WeakMap<Type<object>, CompiledClass>();

export function compiled(type: Type<object>): CompiledClass {
  const known = compiledClasses.get(type);
  if (known) return known;
  const result = compile(type);
  compiledClasses.set(type, result);
  return result;
}

function compile(type: Type<object>): CompiledClass {
  const storage = getMetadataStorage();
  const fields = new Map<string, FieldRules>();
  for (const metadata of storage.getTargetValidationMetadatas(type, '', false, false)) {
    const { propertyName: name, type: kind } = metadata;
    const field = fields.get(name) ?? {
      name,
      conversions: conversionsOf(type, name),
      conditions: [],
      rules: [],
    };
    fields.set(name, field);
    if (kind === ValidationTypes.CONDITIONAL_VALIDATION)
      field.conditions.push((metadata.constraints as FieldRules['conditions'])[0]!);
    else
      for (const { name: code, instance } of storage.getTargetValidatorConstraints(metadata.constraintCls))
        field.rules.push({
          code,
          isValid: (args) => instance.validate(args.value, args) as boolean,
          sentence: (args) => instance.defaultMessage!(args),
        });
  }
  return fields;
}

const { PLAIN_TO_CLASS } = TransformationType;
const conversionsOf = (type: Type<object>, field: string): FieldRules['conversions'] =>
  defaultMetadataStorage
    .findTransformMetadatas(type, field, PLAIN_TO_CLASS)
    .map(({ transformFn }) => transformFn as (params: TransformFnParams) => unknown);

/** The value of a field as its rules check it. */
export function converted(declared: CompiledClass, field: string, sent: object): unknown {
  let value: unknown = sent[field as keyof typeof sent];
  for (const convert of declared.get(field)!.conversions)
    value = convert({ value, key: field, obj: sent, type: PLAIN_TO_CLASS, options: {} });
  return value;
}

/** Reports the first rule that each field of an input breaks. */
export function checkFields(
  declared: CompiledClass,
  input: object,
  report: (field: string, code: string, sentence: string) => void,
): void {
  for (const { name, conditions, rules } of declared.values()) {
    const value: unknown = input[name as keyof typeof input];
    if (!conditions.every((holds) => holds(input, value))) continue;
    const args = { value, object: input, property: name, constraints: [], targetName: '' };
    const broken = rules.find((rule) => !rule.isValid(args));
    if (broken) report(name, broken.code, broken.sentence(args));
  }
}
