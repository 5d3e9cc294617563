import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { idempotencyKeyErrors } from '../../operations/idempotency.js';
import type { FieldError } from '../../problems/domain-error.js';

/** How often a header occurs in a request. Node drops repetitions of some headers and joins those of others. */
export const countHeader = ({ rawHeaders }: Pick<Request, 'rawHeaders'>, name: string): number =>
  rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === name).length;

/** Headers that must not be repeated, because it is not known which one the client means. */
const SINGLE = ['Content-Type', 'Idempotency-Key'];

/** The format of If-Match, which the OpenAPI document states too. */
export const IF_MATCH_FORMAT = /^(\*|(W\/)?"[\x21\x23-\x7e]*"(\s*,\s*(W\/)?"[\x21\x23-\x7e]*")*)$/;

/**
 * The errors of Content-Type, Idempotency-Key and If-Match. A write that does not support If-Match rejects it, because its client relies on it
 * not to overwrite changes.
 */
export function headerErrors(request: Request, isVersioned: boolean): FieldError[] {
  const { method, headers } = request;
  const errors: FieldError[] = [];
  const report = (field: string, sentence: string, code = 'format') =>
    errors.push({ in: 'header', field, code, detail: `${field} ${sentence}.` });
  for (const name of SINGLE)
    if (countHeader(request, name.toLowerCase()) > 1) report(name, 'must not be repeated', 'repeated');
  const { 'idempotency-key': key, 'if-match': ifMatch } = headers;
  if (key !== undefined) errors.push(...idempotencyKeyErrors(key));
  const isAllowed = isVersioned || method === 'GET' || method === 'HEAD';
  if (ifMatch !== undefined && !isAllowed)
    report('If-Match', 'is not supported by this operation', 'unknown');
  else if (ifMatch !== undefined && !IF_MATCH_FORMAT.test(ifMatch)) {
    report('If-Match', 'must be * or entity tags in double quotes');
  }
  return errors;
}

/** A tag of EtagInterceptor; proxies that compress responses make it weak, or append the name of the encoding. */
const VERSION_TAG = /^(?:W\/)?"(\d{1,9})(?:[-;]+(?:gzip|deflate|br|zstd))?"$/;

/** The versions that If-Match allows; undefined if it allows any. A tag in another format allows none: no version has it. */
export function allowedVersions(ifMatch: string | undefined): number[] | undefined {
  if (ifMatch === undefined || ifMatch === '*') return undefined;
  return ifMatch.split(',').flatMap((tag) => {
    const version = VERSION_TAG.exec(tag.trim())?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}

/** The versions that the request's If-Match allows. */
export const AllowedVersions = createParamDecorator(
  (_: unknown, context: ExecutionContext): number[] | undefined =>
    allowedVersions(context.switchToHttp().getRequest<Request>().headers['if-match']),
);
