import { Injectable, type Type } from '@nestjs/common';
import { runAs, runWithClaim } from '../database/pool/claim.js';
import { sha256OfJson } from '../hashing.js';
import { readInput } from '../input/read-input.js';
import { DomainError } from '../problems/domain-error.js';
import { errorOfDocument, type Problem } from '../problems/problem.js';
import { admit } from '../tenancy/admission.js';
import { type Actor, actorOf, type Caller } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import type { RequiredScope } from '../tenancy/scopes.js';
import { Idempotency, idempotencyKeyErrors } from './idempotency.js';
import { scopeOf } from './scope-of.js';

/** A use case that any caller may request. */
export interface Operation<Input extends object, Result> {
  /** Identifies the operation, such as `approve :action_id`; with the ids, the scope of an idempotency key. */
  name: string;
  /** The ids of the resources that it is performed on, which the name contains. */
  ids?: Readonly<Record<string, string>>;
  scope: RequiredScope;
  input: Type<Input>;
  /** Whether it holds the lock of its company (see CompanyQueue), and so takes connections as serialized work. */
  isSerialized?: boolean;
  /** @returns a JSON value */
  perform(company: CompanyId, input: Input, actor: Actor): Promise<Result>;
}

/** One request for an operation. */
export interface Call {
  /** Authenticated for the company of the call; it is refused all others. */
  caller: Caller;
  companyId: string;
  input: unknown;
  requestId: string;
  idempotencyKey?: string;
}

/**
 * Runs operations for callers that do not use HTTP: an MCP tool, a worker, a script. They pass the same checks as an HTTP
 * request, whose guards and interceptors (src/api) call the same services.
 */
@Injectable()
export class OperationRunner {
  constructor(private readonly idempotency: Idempotency) {}

  /**
   * Admits the caller, checks the input, and performs the operation; with an idempotency key, at most once.
   * @throws DomainError not_found, permission_denied, invalid, idempotency_in_flight, idempotency_mismatch, throttled, or what
   *   the operation throws
   */
  run<Input extends object, Result>(operation: Operation<Input, Result>, call: Call): Promise<Result> {
    return runWithClaim(call.caller.tokenId, () => this.admitted(operation, call));
  }

  private async admitted<Input extends object, Result>(
    operation: Operation<Input, Result>,
    call: Call,
  ): Promise<Result> {
    const { caller, requestId, idempotencyKey } = call;
    const company = admit(caller, call.companyId, operation.scope);
    const input = await readInput(operation.input, call.input);
    const perform = () => operation.perform(company, input, actorOf(caller, requestId));
    const performOnce =
      idempotencyKey === undefined
        ? perform
        : () => this.once(operation, call, company, idempotencyKey, perform);
    return operation.isSerialized ? runAs('serialized', performOnce) : performOnce();
  }

  private async once<Result>(
    { name, ids }: Pick<Operation<object, Result>, 'name' | 'ids'>,
    { caller, input, requestId }: Call,
    company: CompanyId,
    key: string,
    perform: () => Promise<Result>,
  ): Promise<Result> {
    const errors = idempotencyKeyErrors(key);
    if (errors.length > 0) throw DomainError.invalid(errors);
    const outcome = await this.idempotency.run(
      {
        identity: { companyId: company, apiTokenId: caller.tokenId, operation: scopeOf(name, ids), key },
        sha256: await sha256OfJson(input ?? {}),
        requestId,
      },
      perform,
      (result) => ({ status: 200, etag: null, body: JSON.stringify(result) }),
    );
    if ('result' in outcome) return outcome.result;
    const { status, body } = outcome.stored;
    if (status >= 400) throw errorOfDocument(JSON.parse(body) as Problem);
    return JSON.parse(body) as Result;
  }
}
