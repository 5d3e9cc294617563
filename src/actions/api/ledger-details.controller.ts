import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdPipe } from '../../api/request/id.pipe.js';
import { LargeJson, mapped } from '../../api/response/large-json.js';
import { allRows } from '../../database/page.js';
import { LIMITS } from '../../limits.js';
import { CustomerResponse } from '../../ledger/dto/customer.response.js';
import { InvoiceResponse } from '../../ledger/dto/invoice.response.js';
import { LedgerService } from '../../ledger/ledger.service.js';
import { Operation, PathId } from '../../api/openapi/operation.decorator.js';
import { CompanyOf } from '../../api/access/caller.decorator.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { Clock } from '../../time/clock.js';
import { ActionsService } from '../actions.service.js';
import { ActionResponse } from '../dto/action.response.js';
import { CustomerSummaryResponse } from '../dto/customer-summary.response.js';
import { CustomerDetailResponse, InvoiceDetailResponse } from '../dto/ledger-details.response.js';
import type { ActionRow } from '../inbox/action-rows.js';
import type { ActionFilter } from '../inbox/list-query.js';
import { UNDECIDED } from '../lifecycle/statuses.js';

const OPEN_ACTIONS = `\`open_actions\` contains at most ${LIMITS.pageSize} actions, most urgent first; \`GET …/actions\` lists all of them.`;

/** Part of the actions module, because the ledger module must not depend on actions. */
@ApiTags('Ledger')
@Controller('api/companies/:company_id')
export class LedgerDetailsController {
  constructor(
    private readonly ledger: LedgerService,
    private readonly actions: ActionsService,
    private readonly clock: Clock,
  ) {}

  @Get('customers/:customer_id')
  @PathId('customer_id', 'The id of the customer.')
  @Operation('read', {
    id: 'getCustomer',
    summary: 'Get a customer',
    description: `Returns a customer with the open actions on its invoices and on the customer as a whole. ${OPEN_ACTIONS}`,
    response: CustomerDetailResponse,
    responseDescription: 'The customer with its open actions.',
  })
  async customer(
    @CompanyOf() company: CompanyId,
    @Param('customer_id', IdPipe) customer_id: string,
  ): Promise<CustomerDetailResponse | LargeJson> {
    const customer = CustomerResponse.from(
      await this.ledger.getCustomer(company, customer_id),
      this.clock.now(),
    );
    return this.withOpenActions(customer, company, { customer_id });
  }

  @Get('customers/:customer_id/summary')
  @PathId('customer_id', 'The id of the customer.')
  @Operation('read', {
    id: 'getCustomerSummary',
    summary: 'Get a customer at a glance',
    description:
      'Returns what a customer owes, by currency and by days overdue, as in `GET …/ledger/aging`; what it promised; how late it pays; ' +
      'and when it was last contacted.',
    response: CustomerSummaryResponse,
    responseDescription: 'The summary.',
  })
  async summary(
    @CompanyOf() company: CompanyId,
    @Param('customer_id', IdPipe) id: string,
  ): Promise<CustomerSummaryResponse> {
    const today = this.clock.today();
    const summary = await this.ledger.customerSummary(company, id, today);
    return CustomerSummaryResponse.from(summary, today, await this.actions.lastContact(company, id));
  }

  @Get('invoices/:invoice_id')
  @PathId('invoice_id', 'The id of the invoice.')
  @Operation('read', {
    id: 'getInvoice',
    summary: 'Get an invoice',
    description: `Returns an invoice with its open actions. ${OPEN_ACTIONS}`,
    response: InvoiceDetailResponse,
    responseDescription: 'The invoice with its open actions.',
  })
  async invoice(
    @CompanyOf() company: CompanyId,
    @Param('invoice_id', IdPipe) invoice_id: string,
  ): Promise<InvoiceDetailResponse | LargeJson> {
    const invoice = InvoiceResponse.from(await this.ledger.getInvoice(company, invoice_id), this.clock.now());
    return this.withOpenActions(invoice, company, { invoice_id });
  }

  private async withOpenActions<Subject extends object>(
    subject: Subject,
    company: CompanyId,
    filter: ActionFilter,
  ): Promise<(Subject & { open_actions: ActionResponse[] }) | LargeJson> {
    const firstPage = { page: 1, page_size: LIMITS.pageSize };
    const open: ActionFilter = { ...filter, status: [...UNDECIDED], unexpired: true };
    const page = await this.actions.list(company, open, firstPage);
    const now = this.clock.now();
    const toItem = (row: ActionRow) => ActionResponse.from(row, now);
    if (!page.rest) return { ...subject, open_actions: page.rows.map(toItem) };
    return new LargeJson({ ...subject, open_actions: mapped(allRows(page), toItem) });
  }
}
