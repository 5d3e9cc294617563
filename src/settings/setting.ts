import type { ApiPropertyOptions } from '@nestjs/swagger';

/** The declaration of a setting of companies. */
export interface Setting<Value> {
  /** The value while a company has set none. */
  fallback: Value;
  /** Whether a change replaces the value as a whole and null is one of its values. Otherwise null restores the fallback. */
  isWhole?: true;
  /** Declares the field of a request that changes the setting. */
  input: PropertyDecorator;
  /** Documents the field of a response. */
  response: ApiPropertyOptions;
}

export const setting = <Value>(declaration: Setting<Value>): Setting<Value> => declaration;
