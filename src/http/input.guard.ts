import { type CanActivate, type ExecutionContext, Injectable, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { plainToInstance } from 'class-transformer';
import { getMetadataStorage, validate } from 'class-validator';
import type { Request } from 'express';
import { DomainError, type FieldError } from '../domain-error.js';
import { headerErrors } from './request-headers.js';
import { shapeErrors } from './shape.js';

/**
 * Checks the whole query and body of every request against what its handler declares with @Query() and @Body(), so that
 * one answer names every bad field; what a handler does not declare is unknown, and refused.
 */
@Injectable()
export class InputGuard implements CanActivate {
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const declared = (source: RouteParamtypes) => declaredType(context, source);
    const query = await check('query', request.query, declared(RouteParamtypes.QUERY), queryErrors(request));
    const body = await check('body', request.body, declared(RouteParamtypes.BODY), bodyErrors(request.body));
    const errors = [...headerErrors(request), ...query.errors, ...body.errors];
    if (errors.length > 0) throw DomainError.invalid(errors);
    // Express 5 computes the query on every read, so its checked form has to hide the getter.
    Object.defineProperty(request, 'query', { value: query.value });
    request.body = body.value;
    return true;
  }
}

function declaredType(context: ExecutionContext, source: RouteParamtypes): Type<object> | undefined {
  const [controller, method] = [context.getClass(), context.getHandler().name];
  const parameters: Record<string, { index: number }> =
    Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {};
  const key = Object.keys(parameters).find((name) => name.startsWith(`${source}:`));
  if (!key) return undefined;
  return Reflect.getMetadata('design:paramtypes', controller.prototype, method)[parameters[key]!.index];
}

async function check(
  place: FieldError['in'],
  raw: unknown,
  type: Type<object> | undefined,
  misshapen: FieldError[],
): Promise<{ value: object; errors: FieldError[] }> {
  // A misshapen field has its error already, and cannot be looked into safely.
  const spoilt = new Set(misshapen.map(({ field }) => field.split('.', 1)[0]));
  if (spoilt.has('')) return { value: {}, errors: misshapen };
  const fields = Object.entries(raw as object).filter(([field]) => !spoilt.has(field));
  const known = type ? fieldNames(type) : [];
  const errors = fields
    .filter(([field]) => !known.includes(field))
    .map(([field]) => ({ in: place, field, code: 'unknown', detail: unknown(field, known) }))
    .concat(misshapen);
  if (!type) return { value: {}, errors };
  // What is unknown stays outside: class-transformer trips over some of it.
  const wanted = fields.filter(([field]) => known.includes(field));
  const value = plainToInstance(type, Object.fromEntries(wanted));
  for (const { property, constraints } of await validate(value)) {
    if (spoilt.has(property)) continue;
    const [code, sentence] = Object.entries(constraints!)[0]!;
    errors.push({ in: place, field: property, code, detail: `${property} ${sentence}.` });
  }
  return { value, errors };
}

function fieldNames(type: Type<object>): string[] {
  const rules = getMetadataStorage().getTargetValidationMetadatas(type, '', false, false);
  return [...new Set(rules.map(({ propertyName }) => propertyName))];
}

function unknown(field: string, known: string[]): string {
  return `${field} is not known here; ${known.length > 0 ? `known are ${known.join(', ')}` : 'nothing is'}.`;
}

function queryErrors(request: Request): FieldError[] {
  try {
    decodeURIComponent(request.originalUrl);
  } catch {
    return [{ in: 'query', field: '', code: 'encoding', detail: 'The query is not percent-encoded UTF-8.' }];
  }
  const repeated = Object.keys(request.query).filter((field) => Array.isArray(request.query[field]));
  return [
    ...shapeErrors('query', request.query),
    ...repeated.map((field) => ({
      in: 'query' as const,
      field,
      code: 'repeated',
      detail: `${field} must be given once.`,
    })),
  ];
}

function bodyErrors(body: unknown): FieldError[] {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return shapeErrors('body', body);
  return [{ in: 'body', field: '', code: 'type', detail: 'The body must be a JSON object.' }];
}
