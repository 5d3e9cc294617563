import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { FieldError } from '../../problems/domain-error.js';

const ENTITY_TAGS = /^\s*(W\/)?"[\x21\x23-\x7e]*"(\s*,\s*(W\/)?"[\x21\x23-\x7e]*")*\s*$/;
const PRINTABLE = /^[\x20-\x7e]{1,255}$/;

/**
 * The errors of Idempotency-Key and If-Match. A write that does not support If-Match rejects it, because its client relies on it
 * not to overwrite changes.
 */
export function headerErrors({ method, headers }: Request, isVersioned: boolean): FieldError[] {
  const errors: FieldError[] = [];
  const report = (field: string, sentence: string, code = 'format') =>
    errors.push({ in: 'header', field, code, detail: `${field} ${sentence}.` });
  const { 'idempotency-key': key, 'if-match': ifMatch } = headers;
  if (key !== undefined && !PRINTABLE.test(String(key))) {
    report('Idempotency-Key', 'must have 1 to 255 printable ASCII characters');
  }
  const isAllowed = isVersioned || method === 'GET' || method === 'HEAD';
  if (ifMatch !== undefined && !isAllowed)
    report('If-Match', 'is not supported by this operation', 'unknown');
  else if (ifMatch !== undefined && ifMatch !== '*' && !ENTITY_TAGS.test(ifMatch)) {
    report('If-Match', 'must be * or entity tags in double quotes');
  }
  return errors;
}

/**
 * The versions that If-Match allows; undefined if it allows any. A weak tag, or one in another format, allows none: no version
 * has it.
 */
export const AllowedVersions = createParamDecorator(
  (_: unknown, context: ExecutionContext): number[] | undefined => {
    const { headers } = context.switchToHttp().getRequest<Request>();
    const ifMatch = headers['if-match'];
    if (ifMatch === undefined || ifMatch === '*') return undefined;
    return ifMatch.split(',').flatMap((tag) => {
      const version = /^"(\d{1,9})"$/.exec(tag.trim())?.[1];
      return version === undefined ? [] : [Number(version)];
    });
  },
);
