import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

type Example = string | number | boolean | null;

/** The properties of answers: every key is always there, null when empty. */
const answer =
  (fixed: ApiPropertyOptions) =>
  (description: string, example: Example, more: ApiPropertyOptions = {}): PropertyDecorator =>
    ApiProperty({ ...fixed, description, example, ...more } as ApiPropertyOptions);

export const UuidField = answer({ type: String, format: 'uuid' });
export const TextField = answer({ type: String });
export const DateField = answer({ type: String, format: 'date' });
export const DateTimeField = answer({ type: String, format: 'date-time' });
export const BooleanField = answer({ type: Boolean });
export const IntegerField = answer({ type: 'integer', minimum: 0 });

export const Nullable: ApiPropertyOptions = { nullable: true };

/** A moment as every answer writes it: RFC 3339 in UTC with Z. */
export const timestamp = (date: Date): string => date.toISOString();
export const timestampOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;
