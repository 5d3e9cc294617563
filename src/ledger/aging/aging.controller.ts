import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Clock } from '../../time/clock.js';
import { pageEnvelope } from '../../api/response/page-envelope.js';
import { Operation } from '../../api/openapi/operation.decorator.js';
import { CompanyOf } from '../../api/access/caller.decorator.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { AgingQuery } from '../dto/aging.query.js';
import { AgingBalances, AgingPage, CustomerAging } from '../dto/aging.response.js';
import { LedgerService } from '../ledger.service.js';

@ApiTags('Ledger')
@Controller('api/companies/:company_id/ledger/aging')
export class AgingController {
  constructor(
    private readonly ledger: LedgerService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Operation('read', {
    id: 'getAging',
    summary: 'Receivables aging',
    description:
      'Returns what is owed on `as_of`, by currency and by days overdue: the totals, and one page of the customers with open ' +
      'invoices or credits, ordered by name. Credits reduce the bucket `current`.\n\nFor a past day, the balances are those that ' +
      'the ledger had at the end of that day, except that invoices count from their issue date on and until the day before ' +
      '`settled_on`, even if the ledger learned of them later. For days before the first sync of an invoice, its first known ' +
      'balance counts, or its amount if it was paid by then. A day before the earliest issue date in the ledger is refused as ' +
      '`before_ledger`. A day in the future shows today’s balances by the days overdue on that day.',
    response: AgingPage,
    responseDescription: 'The totals of all customers, and one page of customers.',
    paged: true,
  })
  async aging(
    @CompanyOf() company: CompanyId,
    @Query() query: AgingQuery,
    @Req() request: Request,
  ): Promise<AgingPage> {
    const { as_of = this.clock.today() } = query;
    const { totals, customers } = await this.ledger.aging(company, as_of, query);
    return {
      as_of,
      totals: totals.map(AgingBalances.from),
      ...pageEnvelope(request, query, customers, CustomerAging.from),
    };
  }
}
