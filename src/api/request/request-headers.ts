import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { FieldError } from '../../problems/domain-error.js';

const ENTITY_TAGS = /^\s*(W\/)?"[\x21\x23-\x7e]*"(\s*,\s*(W\/)?"[\x21\x23-\x7e]*")*\s*$/;
const PRINTABLE = /^[\x20-\x7e]{1,255}$/;

/**
 * What is wrong with the headers that some operations heed. A write that does not heed If-Match refuses it, for its client
 * believes that nothing newer is overwritten.
 */
export function headerErrors({ method, headers }: Request, isVersioned: boolean): FieldError[] {
  const errors: FieldError[] = [];
  const complain = (field: string, sentence: string, code = 'format') =>
    errors.push({ in: 'header', field, code, detail: `${field} ${sentence}.` });
  const { 'idempotency-key': key, 'if-match': ifMatch } = headers;
  if (key !== undefined && !PRINTABLE.test(String(key))) {
    complain('Idempotency-Key', 'must have 1 to 255 printable ASCII characters');
  }
  const isHeeded = isVersioned || method === 'GET' || method === 'HEAD';
  if (ifMatch !== undefined && !isHeeded) complain('If-Match', 'is not known here', 'unknown');
  else if (ifMatch !== undefined && ifMatch !== '*' && !ENTITY_TAGS.test(ifMatch)) {
    complain('If-Match', 'must be * or entity tags in double quotes');
  }
  return errors;
}

/**
 * The versions that If-Match allows; undefined where it allows any. A tag that is weak or not ours allows none: it cannot
 * be that of the version that stands now.
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
