import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

type Example = string | number | boolean | null;

/** The properties of answers: every key is always there, null when empty. */
const answer =
  (fixed: ApiPropertyOptions) =>
  (description: string, example: Example, more: ApiPropertyOptions = {}): PropertyDecorator =>
    ApiProperty({ ...fixed, description, example, ...more } as ApiPropertyOptions);

export const Id = answer({ type: String, format: 'uuid' });
export const Text = answer({ type: String });
export const Day = answer({ type: String, format: 'date' });
export const Moment = answer({ type: String, format: 'date-time' });
export const Truth = answer({ type: Boolean });
export const Count = answer({ type: 'integer', minimum: 0 });

/**
 * Any JSON value, null included: in the document a schema without a type (`complete-document.ts` removes this one). Client
 * generators turn a `oneOf` of JSON types into a class that refuses null or does not compile, and `nullable` needs a type.
 */
export const ANY_JSON = { type: 'any' as 'string' } as const;

export const OrNull: ApiPropertyOptions = { nullable: true };

/** A moment as every answer writes it: RFC 3339 in UTC with Z. */
export const instant = (date: Date): string => date.toISOString();
export const instantOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;
