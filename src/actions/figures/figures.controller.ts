import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CompanyOf } from '../../api/access/caller.decorator.js';
import { Operation } from '../../api/openapi/operation.decorator.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { FiguresQuery } from './dto/figures.query.js';
import { FiguresResponse } from './dto/figures.response.js';
import { FiguresService } from './figures.service.js';

@ApiTags('Approval log')
@Controller('api/companies/:company_id/figures')
export class FiguresController {
  constructor(private readonly figures: FiguresService) {}

  @Get()
  @Operation('read', {
    id: 'getFigures',
    summary: 'Get the figures of a period',
    description:
      'Counts what happened with the actions of a company, from the approval log, by days in its time zone. `GET …/approval-log` lists ' +
      'the entries behind a figure: the decisions are those with `from_status=proposed,scheduled` and `by_system=false`.',
    response: FiguresResponse,
    responseDescription: 'The figures.',
  })
  async get(@CompanyOf() company: CompanyId, @Query() query: FiguresQuery): Promise<FiguresResponse> {
    return FiguresResponse.from(await this.figures.of(company, query));
  }
}
