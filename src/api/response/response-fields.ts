import type { Type } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

type Example = string | number | boolean | null;

/** Creates a decorator for fields of a response. Every field is always present; without a value it is null. */
const responseField =
  (schema: ApiPropertyOptions) =>
  (description: string, example: Example, options: ApiPropertyOptions = {}): PropertyDecorator =>
    ApiProperty({ ...schema, description, example, ...withNullInEnum(options) } as ApiPropertyOptions);

/** OpenAPI 3.0: of a nullable enumeration, null is one of the values, or clients refuse it. */
const withNullInEnum = (options: ApiPropertyOptions): ApiPropertyOptions =>
  options.nullable && Array.isArray(options.enum) ? { ...options, enum: [...options.enum, null] } : options;

export const UuidField = responseField({ type: String, format: 'uuid' });
export const TextField = responseField({ type: String });
export const DateField = responseField({ type: String, format: 'date' });
export const DateTimeField = responseField({ type: String, format: 'date-time' });
export const BooleanField = responseField({ type: Boolean });
export const IntegerField = responseField({ type: 'integer', minimum: 0 });

/** An object, or null. Without an example of its own, that of its class is shown. */
export const ObjectOrNullField = (type: Type, description: string, example?: null): PropertyDecorator =>
  ApiProperty({ type, nullable: true, description, ...(example !== undefined && { example }) });

export const Nullable: ApiPropertyOptions = { nullable: true };

/** A date-time in the format of all responses: RFC 3339 in UTC with Z. */
export const timestamp = (date: Date): string => date.toISOString();
export const timestampOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;
