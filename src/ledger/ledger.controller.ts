import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { longPageEnvelope, pageEnvelope } from '../api/response/page-envelope.js';
import { Operation } from '../api/openapi/operation.decorator.js';
import { CompanyOf } from '../api/access/caller.decorator.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Clock } from '../time/clock.js';
import { CustomerPage, CustomerResponse } from './dto/customer.response.js';
import { InvoicePage, InvoiceResponse } from './dto/invoice.response.js';
import { ListCustomersQuery } from './dto/list-customers.query.js';
import { ListInvoicesQuery } from './dto/list-invoices.query.js';
import { LedgerService } from './ledger.service.js';

@ApiTags('Ledger')
@Controller('api/companies/:company_id')
export class LedgerController {
  constructor(
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  @Get('customers')
  @Operation('read', {
    id: 'listCustomers',
    summary: 'List customers',
    description:
      'Returns one page of the customers that match every given filter, ordered by name. `search` matches names and external ids.',
    response: CustomerPage,
    responseDescription: 'One page of customers.',
    paged: true,
  })
  async customers(
    @CompanyOf() company: CompanyId,
    @Query() query: ListCustomersQuery,
    @Req() request: Request,
  ) {
    const now = this.clock.now();
    const page = await this.ledger.listCustomers(company, query, now);
    return longPageEnvelope(request, query, page, (row) => CustomerResponse.from(row, now));
  }

  @Get('invoices')
  @Operation('read', {
    id: 'listInvoices',
    summary: 'List invoices',
    description:
      'Returns one page of the invoices that match every given filter, in any status by default, latest due date first. ' +
      '`search` matches invoice numbers and customer names.',
    response: InvoicePage,
    responseDescription: 'One page of invoices.',
    paged: true,
  })
  async invoices(
    @CompanyOf() company: CompanyId,
    @Query() query: ListInvoicesQuery,
    @Req() request: Request,
  ) {
    const now = this.clock.now();
    const page = await this.ledger.listInvoices(company, query, now);
    return pageEnvelope(request, query, page, (row) => InvoiceResponse.from(row, now));
  }
}
