import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { PageQuery } from '../input/list.query.js';
import { longPageEnvelope } from '../api/response/page-envelope.js';
import { streamResponse } from '../api/response/stream-response.js';
import { Operation } from '../api/openapi/operation.decorator.js';
import { CompanyOf } from '../api/access/caller.decorator.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { allRows } from '../database/page.js';
import { AuditService } from './audit.service.js';
import { ActionId, ActionIdParam } from '../actions/api/action-id.decorator.js';
import { ApprovalLogEntry } from '../actions/dto/approval-log-entry.response.js';
import { ApprovalLogQuery, LOG_FORMATS } from './dto/approval-log.query.js';
import { csvOf, csvPieces } from './log-csv.js';
import { ApprovalLogPage, CompanyLogEntry, CompanyLogPage } from './dto/approval-log-page.response.js';
import { CheckpointEventData } from './dto/checkpoint-event.response.js';

@ApiTags('Approval log')
@ApiExtraModels(CheckpointEventData)
@Controller('api/companies/:company_id')
export class ApprovalLogController {
  constructor(private readonly audit: AuditService) {}

  @Get('actions/:action_id/log')
  @ActionIdParam()
  @Operation('read', {
    id: 'listActionLog',
    summary: 'List the approval log of an action',
    description: 'Returns one page of the approval log of an action, oldest entry first.',
    response: ApprovalLogPage,
    responseDescription: 'One page of the approval log.',
    paged: true,
  })
  async listForAction(
    @CompanyOf() company: CompanyId,
    @ActionId() id: string,
    @Query() query: PageQuery,
    @Req() request: Request,
  ) {
    const entries = await this.audit.listForAction(company, id, query);
    return longPageEnvelope(request, query, entries, ApprovalLogEntry.from);
  }

  @Get('approval-log')
  @Operation('read', {
    id: 'listApprovalLog',
    summary: 'List the approval log of a company',
    description:
      'Returns one page of the approval logs of all actions, latest entry first, as JSON or CSV. In CSV, an ' +
      'apostrophe precedes what a spreadsheet could read as a formula. The text begins with a byte order mark, for Excel. The `Link` header leads to the other pages.',
    response: CompanyLogPage,
    responseDescription: 'One page of the approval log.',
    paged: true,
    alsoAs: ['text/csv'],
  })
  async listForCompany(
    @CompanyOf() company: CompanyId,
    @Query() query: ApprovalLogQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ) {
    const page = await this.audit.list(company, query, query);
    const envelope = longPageEnvelope(request, query, page, CompanyLogEntry.from);
    if ((query.format ?? request.accepts([...LOG_FORMATS])) !== 'csv') return envelope;
    response.type('text/csv').attachment('approval-log.csv');
    if (!page.rest) return csvOf(page.rows.map(CompanyLogEntry.from));
    return streamResponse(request, csvPieces(allRows(page)), 'text/csv; charset=utf-8');
  }
}
