import { registerDecorator, type ValidationArguments } from 'class-validator';

/**
 * A validation rule for one property. Clients receive its code and its sentence unchanged.
 * @param sentence continues the name of the property, as in `must be a UUID`; a function if it depends on the value
 * @param isValid gets the value and the whole input, for rules that compare properties
 */
export function Must(
  code: string,
  sentence: string | ((value: unknown, input: object) => string),
  isValid: (value: unknown, input: object) => boolean,
): PropertyDecorator {
  return (prototype, property) =>
    registerDecorator({
      name: code,
      target: prototype.constructor,
      propertyName: property as string,
      validator: {
        validate: (value: unknown, args: ValidationArguments) => isValid(value, args.object),
        defaultMessage: (args) =>
          typeof sentence === 'string' ? sentence : sentence(args!.value, args!.object),
      },
    });
}
