import { type CanActivate, type ExecutionContext, Injectable, type Type } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { Reflector } from '@nestjs/core';
import type { Request, Response } from 'express';
import { DomainError, type FieldError } from '../../problems/domain-error.js';
import { BULK, type BulkBody } from './bulk.decorator.js';
import { checkInput } from '../../input/check-input.js';
import { FieldErrors } from '../../problems/field-errors.js';
import { JsonBodies, jsonRules } from './json-body.js';
import { FREE_QUERY } from './free-query.decorator.js';
import { headerErrors } from './request-headers.js';
import { VERSIONED } from '../response/versioned.decorator.js';

/**
 * Reads the body, and checks body and query against the classes that the handler declares with @Body() and @Query(), so that one
 * response reports every invalid field; undeclared fields are unknown. Runs after the other guards, so that no body is read
 * without a valid token.
 */
@Injectable()
export class InputGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly bodies: JsonBodies,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const bulk = this.reflector.get<BulkBody | undefined>(BULK, context.getHandler());
    const raw = await this.bodies.read(request, http.getResponse<Response>(), bulk);
    const declared = (source: RouteParamtypes) => declaredType(context, source);
    const isFree = this.reflector.get<true | undefined>(FREE_QUERY, context.getHandler()) ?? false;
    const query = await checkInput(
      'query',
      declared(RouteParamtypes.QUERY),
      isFree ? {} : request.query,
      {},
      queryErrors(request),
    );
    const body = await checkInput('body', declared(RouteParamtypes.BODY), raw, jsonRules(bulk));
    const isVersioned = this.reflector.get<true | undefined>(VERSIONED, context.getHandler()) ?? false;
    const errors = FieldErrors.of(...headerErrors(request, isVersioned));
    errors.addAll(query.errors);
    errors.addAll(body.errors);
    if (errors.count > 0) throw DomainError.invalid(errors.listed, errors.count);
    // Replaces the getter with which Express 5 parses the query on every access.
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

function queryErrors(request: Request): FieldError[] {
  try {
    decodeURIComponent(request.originalUrl);
  } catch {
    return [{ in: 'query', field: '', code: 'encoding', detail: 'The query is not percent-encoded UTF-8.' }];
  }
  const repeated = Object.keys(request.query).filter((field) => Array.isArray(request.query[field]));
  return repeated.map((field) => ({
    in: 'query',
    field,
    code: 'repeated',
    detail: `${field} must not be repeated.`,
  }));
}
