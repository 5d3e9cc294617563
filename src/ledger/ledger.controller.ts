import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { EXPORT_TYPES, LIST_TEXT } from '../api/export/export-text.js';
import { ListResponses } from '../api/export/list-responses.js';
import { Operation } from '../api/openapi/operation.decorator.js';
import { type CallerRequest, CompanyOf } from '../api/access/caller.decorator.js';
import { filterOf } from '../input/list.query.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { Clock } from '../time/clock.js';
import { CustomerPage, CustomerResponse } from './dto/customer.response.js';
import { InvoicePage, InvoiceResponse } from './dto/invoice.response.js';
import { CUSTOMER_CSV, INVOICE_CSV } from './dto/ledger-csv.js';
import { ListCustomersQuery } from './dto/list-customers.query.js';
import { ListInvoicesQuery } from './dto/list-invoices.query.js';
import type { CustomerFilter, InvoiceFilter } from './ledger-lists.js';
import type { CustomerRow, InvoiceRow } from './ledger.repository.js';
import { LedgerService } from './ledger.service.js';

@ApiTags('Ledger')
@Controller('api/companies/:company_id')
export class LedgerController {
  constructor(
    private readonly ledger: LedgerService,
    private readonly lists: ListResponses,
    private readonly clock: Clock,
  ) {}

  @Get('customers')
  @Operation('read', {
    id: 'listCustomers',
    summary: 'List customers',
    description:
      'Returns one page of the customers that match every given filter, ordered by name. `search` matches names and external ids. ' +
      LIST_TEXT,
    response: CustomerPage,
    responseDescription: 'One page of customers.',
    paged: true,
    alsoAs: EXPORT_TYPES,
  })
  customers(
    @CompanyOf() company: CompanyId,
    @Query() query: ListCustomersQuery,
    @Req() request: CallerRequest,
  ) {
    const now = this.clock.now();
    const filter: CustomerFilter = filterOf(query);
    return this.lists.of(request, query, {
      name: 'customers',
      page: (page) => this.ledger.listCustomers(company, filter, page, now),
      after: (cursor) => this.ledger.customersAfter(company, filter, cursor, now),
      all: () => this.ledger.allCustomers(company, filter, now),
      toItem: (row: CustomerRow) => CustomerResponse.from(row, now),
      csv: CUSTOMER_CSV,
    });
  }

  @Get('invoices')
  @Operation('read', {
    id: 'listInvoices',
    summary: 'List invoices',
    description:
      'Returns one page of the invoices that match every given filter, in any status by default, latest due date first. ' +
      '`search` matches invoice numbers and customer names. ' +
      LIST_TEXT,
    response: InvoicePage,
    responseDescription: 'One page of invoices.',
    paged: true,
    alsoAs: EXPORT_TYPES,
  })
  invoices(
    @CompanyOf() company: CompanyId,
    @Query() query: ListInvoicesQuery,
    @Req() request: CallerRequest,
  ) {
    const now = this.clock.now();
    const filter: InvoiceFilter = filterOf(query);
    return this.lists.of(request, query, {
      name: 'invoices',
      page: (page) => this.ledger.listInvoices(company, filter, page, now),
      after: (cursor) => this.ledger.invoicesAfter(company, filter, cursor, now),
      all: () => this.ledger.allInvoices(company, filter, now),
      toItem: (row: InvoiceRow) => InvoiceResponse.from(row, now),
      csv: INVOICE_CSV,
    });
  }
}
