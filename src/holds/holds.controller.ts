import { applyDecorators, Body, Controller, Delete, HttpCode, Param, Put } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import { ActorOf, CompanyOf } from '../api/access/caller.decorator.js';
import { Operation, PathId } from '../api/openapi/operation.decorator.js';
import { Bulk } from '../api/request/bulk.decorator.js';
import { IdPipe } from '../api/request/id.pipe.js';
import { SerializePerCompany } from '../api/request/serialize-per-company.decorator.js';
import type { HoldSubject } from '../ledger/holds/hold-store.js';
import type { Actor } from '../tenancy/caller.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { HoldEventData } from './dto/hold-event.response.js';
import { EndedHoldResponse, HoldInput, SetHoldResponse } from './dto/hold.dto.js';
import { HoldsService } from './holds.service.js';

const CONCEPT =
  'Until the hold ends, nothing new is proposed: `POST …/recommendations` is refused with `on_hold`, and the policy is quiet. ' +
  'Approved actions stay approved, with the warning `held`.';

/** Setting a hold is a bulk operation: a customer can have thousands of actions to cancel. */
const SetHold = (kind: HoldSubject['kind'], what: string) =>
  applyDecorators(
    Bulk(),
    SerializePerCompany(),
    PathId(`${kind}_id`, `The id of the ${kind}.`),
    Operation('decide', {
      id: kind === 'customer' ? 'holdCustomer' : 'holdInvoice',
      summary: `Put ${kind === 'customer' ? 'a customer' : 'an invoice'} on hold`,
      description:
        `Pauses the collection of ${what}, and cancels its undecided actions with the reason \`held\`. ${CONCEPT} A hold replaces ` +
        `the one that the ${kind} has; the same \`until\` and \`reason\` again change nothing.`,
      response: SetHoldResponse,
      responseDescription: 'The hold.',
      writes: true,
    }),
  );

const EndHold = (kind: HoldSubject['kind'], more: string) =>
  applyDecorators(
    HttpCode(200),
    SerializePerCompany(),
    PathId(`${kind}_id`, `The id of the ${kind}.`),
    Operation('decide', {
      id: kind === 'customer' ? 'endCustomerHold' : 'endInvoiceHold',
      summary: `End the hold on ${kind === 'customer' ? 'a customer' : 'an invoice'}`,
      description:
        `Ends the hold; \`not_found\` if the ${kind} has none. ${more} The next run of the policy recommends again; actions that the ` +
        'hold cancelled stay cancelled.',
      response: EndedHoldResponse,
      responseDescription: 'The hold that was ended.',
      writes: true,
    }),
  );

@ApiTags('Ledger')
@ApiExtraModels(HoldEventData)
@Controller('api/companies/:company_id')
export class HoldsController {
  constructor(private readonly holds: HoldsService) {}

  @Put('customers/:customer_id/hold')
  @SetHold('customer', 'the customer and all its invoices, later ones included')
  holdCustomer(
    @CompanyOf() company: CompanyId,
    @Param('customer_id', IdPipe) id: string,
    @Body() input: HoldInput,
    @ActorOf() actor: Actor,
  ): Promise<SetHoldResponse> {
    return this.set(company, { kind: 'customer', id }, input, actor);
  }

  @Delete('customers/:customer_id/hold')
  @EndHold('customer', 'Invoices that are on hold themselves stay so.')
  async endCustomerHold(
    @CompanyOf() company: CompanyId,
    @Param('customer_id', IdPipe) id: string,
    @ActorOf() actor: Actor,
  ): Promise<EndedHoldResponse> {
    return EndedHoldResponse.of(await this.holds.end(company, { kind: 'customer', id }, actor));
  }

  @Put('invoices/:invoice_id/hold')
  @SetHold('invoice', 'the invoice')
  holdInvoice(
    @CompanyOf() company: CompanyId,
    @Param('invoice_id', IdPipe) id: string,
    @Body() input: HoldInput,
    @ActorOf() actor: Actor,
  ): Promise<SetHoldResponse> {
    return this.set(company, { kind: 'invoice', id }, input, actor);
  }

  @Delete('invoices/:invoice_id/hold')
  @EndHold('invoice', 'A hold on its customer still covers the invoice.')
  async endInvoiceHold(
    @CompanyOf() company: CompanyId,
    @Param('invoice_id', IdPipe) id: string,
    @ActorOf() actor: Actor,
  ): Promise<EndedHoldResponse> {
    return EndedHoldResponse.of(await this.holds.end(company, { kind: 'invoice', id }, actor));
  }

  private async set(
    company: CompanyId,
    subject: HoldSubject,
    { reason, until }: HoldInput,
    actor: Actor,
  ): Promise<SetHoldResponse> {
    return SetHoldResponse.of(
      await this.holds.set(company, subject, { reason, until: until ?? null }, actor),
    );
  }
}
