import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { SearchQuery } from '../../input/list.query.js';
import { pageEnvelope } from '../response/page-envelope.js';
import { OperationAcrossCompanies } from '../openapi/operation.decorator.js';
import { CallerOf } from '../access/caller.decorator.js';
import { CompaniesService } from '../../tenancy/companies.service.js';
import { CompanyPage, CompanyResponse } from './company.response.js';
import type { Caller } from '../../tenancy/caller.js';

@ApiTags('Companies')
@Controller('api/companies')
export class CompaniesController {
  constructor(private readonly companies: CompaniesService) {}

  @Get()
  @OperationAcrossCompanies('read', {
    id: 'listCompanies',
    summary: 'List companies',
    description:
      'The companies that the token can access, by name. The other paths need the `id` of one of them.',
    response: CompanyPage,
    responseDescription: 'One page of companies.',
    paged: true,
  })
  async list(@CallerOf() { tokenId }: Caller, @Query() query: SearchQuery, @Req() request: Request) {
    return pageEnvelope(
      request,
      query,
      await this.companies.listOfCaller(tokenId, query),
      CompanyResponse.from,
    );
  }
}
