import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiExtraModels, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ActorOf, CompanyOf } from '../../api/access/caller.decorator.js';
import { Operation, PathId } from '../../api/openapi/operation.decorator.js';
import { IdPipe } from '../../api/request/id.pipe.js';
import { pageEnvelope } from '../../api/response/page-envelope.js';
import { SearchQuery } from '../../input/list.query.js';
import type { Actor } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import {
  SuppressionEventData,
  SuppressionInput,
  SuppressionPage,
  SuppressionResponse,
} from './dto/suppression.dto.js';
import { SuppressionsService } from './suppressions.service.js';

@ApiTags('Delivery')
@ApiExtraModels(SuppressionEventData)
@Controller('api/companies/:company_id/suppressions')
export class SuppressionsController {
  constructor(private readonly suppressions: SuppressionsService) {}

  @Get()
  @Operation('read', {
    id: 'listSuppressions',
    summary: 'List suppressions',
    description:
      'Returns one page of the addresses to which the company sends no e-mail, latest first. `search` matches addresses.',
    response: SuppressionPage,
    responseDescription: 'One page of suppressions.',
    paged: true,
  })
  async list(@CompanyOf() company: CompanyId, @Query() query: SearchQuery, @Req() request: Request) {
    const page = await this.suppressions.list(company, query);
    return pageEnvelope(request, query, page, SuppressionResponse.from);
  }

  @Post()
  @HttpCode(200)
  @Operation('decide', {
    id: 'addSuppression',
    summary: 'Suppress an address',
    description:
      'From now on, the built-in sender cancels an approved e-mail with this address among its recipients (reason `suppressed`). ' +
      'If the address is suppressed already, nothing changes.',
    response: SuppressionResponse,
    responseDescription: 'The suppression of the address.',
    writes: true,
  })
  async add(@CompanyOf() company: CompanyId, @Body() input: SuppressionInput, @ActorOf() actor: Actor) {
    return SuppressionResponse.from(await this.suppressions.add(company, input, actor));
  }

  @Delete(':suppression_id')
  @PathId('suppression_id', 'The id of the suppression.')
  @Operation('decide', {
    id: 'removeSuppression',
    summary: 'Remove a suppression',
    description: 'Allows e-mails to the address again.',
    response: SuppressionResponse,
    responseDescription: 'The suppression that was removed.',
    writes: true,
  })
  async remove(
    @CompanyOf() company: CompanyId,
    @Param('suppression_id', IdPipe) id: string,
    @ActorOf() actor: Actor,
  ) {
    return SuppressionResponse.from(await this.suppressions.remove(company, id, actor));
  }
}
