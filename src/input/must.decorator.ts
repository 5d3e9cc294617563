import { registerDecorator, type ValidationArguments } from 'class-validator';

/**
 * A rule about one property: its code and its sentence reach the client as they stand here.
 * @param sentence may depend on what is wrong with the value.
 * @param holds is given the value and the whole object, for rules that look at two properties.
 */
export function Must(
  code: string,
  sentence: string | ((value: unknown, whole: object) => string),
  holds: (value: unknown, whole: object) => boolean,
): PropertyDecorator {
  return (prototype, property) =>
    registerDecorator({
      name: code,
      target: prototype.constructor,
      propertyName: property as string,
      validator: {
        validate: (value: unknown, args: ValidationArguments) => holds(value, args.object),
        defaultMessage: (args) =>
          typeof sentence === 'string' ? sentence : sentence(args!.value, args!.object),
      },
    });
}
