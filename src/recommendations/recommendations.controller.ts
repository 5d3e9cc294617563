import { Body, Controller, Get, HttpCode, HttpStatus, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Clock } from '../time/clock.js';
import { DomainError } from '../problems/domain-error.js';
import { Bulk } from '../api/request/bulk.decorator.js';
import { IdPipe } from '../api/request/id.pipe.js';
import { LargeJson } from '../api/response/large-json.js';
import { envelope } from '../api/response/page-envelope.js';
import { allRows } from '../database/page.js';
import { readInput } from '../input/read-input.js';
import { LIMITS } from '../limits.js';
import { Operation, PathId } from '../api/openapi/operation.decorator.js';
import { ActorOf, CompanyOf } from '../api/access/caller.decorator.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { SerializePerCompany } from '../api/request/serialize-per-company.decorator.js';
import { ListRecommendationsQuery } from './dto/list-recommendations.query.js';
import { RecommendationInput } from './dto/recommendation.dto.js';
import { RecommendationBatchInput } from './dto/recommendation-batch.dto.js';
import {
  RecommendationBatchResponse,
  RecommendationPage,
  RecommendationResponse,
} from './dto/recommendation.response.js';
import { RecommendationsService } from './recommendations.service.js';
import type { Actor } from '../tenancy/caller.js';

const CONCEPT =
  'A recommendation suggests 1 to 10 alternative actions on an invoice, or on a customer as a whole; exactly one of them is ' +
  'recommended. Each alternative becomes an action, on which a person decides. An invoice has at most one open ' +
  'recommendation: a new one supersedes it, which soft-deletes its undecided actions. While a person is at work on one of them ' +
  '(it was edited, put off or restored), a new recommendation is refused with `recommendation_held`; while the invoice or its customer is on hold, with `on_hold`. ' +
  'Texts and metadata are stored as data and never interpreted.';

@ApiTags('Recommendations')
@Controller('api/companies/:company_id/recommendations')
export class RecommendationsController {
  constructor(
    private readonly recommendations: RecommendationsService,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Operation('read', {
    id: 'listRecommendations',
    summary: 'List recommendations',
    description:
      'Returns one page of the recommendations that match every given filter, with their actions in their current state, latest ' +
      'first. So an agent sees what it has recommended (`source`) and what became of it: the `status` of each action and whether ' +
      'the recommendation is closed. Recommendations of the built-in policy are included.',
    response: RecommendationPage,
    responseDescription: 'One page of recommendations.',
    paged: true,
  })
  async list(
    @CompanyOf() company: CompanyId,
    @Query() query: ListRecommendationsQuery,
    @Req() request: Request,
  ) {
    const page = await this.recommendations.list(company, query, query);
    const now = this.clock.now();
    if (!page.rest) return envelope(request, query, page, RecommendationResponse.listFrom(page.rows, now));
    const recommendations = RecommendationResponse.streamFrom(allRows(page), now);
    return new LargeJson(envelope(request, query, page, recommendations));
  }

  @Get(':recommendation_id')
  @PathId('recommendation_id', 'The id of the recommendation.')
  @Operation('read', {
    id: 'getRecommendation',
    summary: 'Get a recommendation',
    description: 'Returns a recommendation, open or closed, with its actions in their current state.',
    response: RecommendationResponse,
    responseDescription: 'The recommendation and its actions.',
  })
  async get(
    @CompanyOf() company: CompanyId,
    @Param('recommendation_id', IdPipe) id: string,
  ): Promise<RecommendationResponse | LargeJson> {
    const page = await this.recommendations.get(company, id);
    const now = this.clock.now();
    if (!page.rest) return RecommendationResponse.from(page.rows, now);
    const [first] = page.rows;
    return new LargeJson(RecommendationResponse.streamed(first!, allRows(page), now));
  }

  @Post()
  @Bulk()
  @SerializePerCompany()
  @Operation('propose', {
    id: 'createRecommendation',
    summary: 'Create a recommendation',
    description:
      `${CONCEPT}\n\nWith a \`dedupe_key\`, a repeated request from the same \`source\` creates nothing, and returns 200 and ` +
      'the first recommendation. A different request with the same key returns 422.',
    response: RecommendationResponse,
    responseDescription: 'The recommendation and its actions.',
    statuses: {
      201: 'The recommendation was created.',
      200: 'The `dedupe_key` is of an earlier request with the same content; nothing was created.',
    },
    writes: true,
    problems: ['recommendation_held', 'on_hold', 'dedupe_mismatch'],
  })
  async create(
    @CompanyOf() company: CompanyId,
    @Body() input: RecommendationInput,
    @ActorOf() actor: Actor,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RecommendationResponse> {
    const result = await this.recommendations.create(company, input, actor);
    response.status(result.created ? HttpStatus.CREATED : HttpStatus.OK);
    return RecommendationResponse.from(result.recommendation, this.clock.now());
  }

  @Post('batch')
  @HttpCode(200)
  @Bulk()
  @SerializePerCompany()
  @Operation('propose', {
    id: 'createRecommendations',
    summary: 'Create recommendations in a batch',
    description:
      `Creates up to ${LIMITS.batch} recommendations, in order. Each is accepted or refused by itself, \`too_large\` if the response ` +
      'would have more than 8 MB. Field names in a problem are relative to that recommendation. Returns 200 either way.',
    response: RecommendationBatchResponse,
    responseDescription: 'One result for each recommendation.',
    writes: true,
  })
  async createAll(
    @CompanyOf() company: CompanyId,
    @Body() { recommendations }: RecommendationBatchInput,
    @ActorOf() actor: Actor,
  ): Promise<RecommendationBatchResponse> {
    const inputs: (RecommendationInput | DomainError)[] = [];
    for (const raw of recommendations) inputs.push(await inputOrRefusal(raw));
    const results = await this.recommendations.createMany(company, inputs, actor);
    const now = this.clock.now();
    return { results: results.map((result) => RecommendationBatchResponse.resultOf(result, actor, now)) };
  }
}

/** Reads one recommendation of a batch. An invalid one must not refuse the others, so its error is a result. */
async function inputOrRefusal(raw: unknown): Promise<RecommendationInput | DomainError> {
  try {
    return await readInput(RecommendationInput, raw);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
