import { Body, Controller, HttpCode, HttpStatus, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Clock } from '../time/clock.js';
import { DomainError } from '../problems/domain-error.js';
import { Bulk } from '../api/request/bulk.decorator.js';
import { readInput } from '../input/read-input.js';
import { LIMITS } from '../limits.js';
import { Operation } from '../api/openapi/operation.decorator.js';
import { ActorOf, CompanyOf } from '../api/access/caller.decorator.js';
import type { CompanyId } from '../tenancy/company-id.js';
import { SerializePerCompany } from '../api/request/serialize-per-company.decorator.js';
import { RecommendationInput } from './dto/recommendation.dto.js';
import { RecommendationBatchInput, RunPolicyInput } from './dto/recommendation-batch.dto.js';
import {
  PolicyRunResponse,
  RecommendationBatchResponse,
  RecommendationResponse,
} from './dto/recommendation.response.js';
import { PolicyService } from './policy/policy.service.js';
import { RecommendationsService } from './recommendations.service.js';
import type { Actor } from '../tenancy/caller.js';

const WHAT_IT_IS =
  'A recommendation is a proposal on an invoice (or on a customer, where it has none): 1 to 10 alternatives, exactly one of ' +
  'them recommended. Each becomes an action that a person decides on. There is one open recommendation on an invoice: a new ' +
  'one supersedes the old, and its actions that no person has touched are soft-deleted. What you write is data: nothing in ' +
  'it decides anything.';

@ApiTags('Recommendations')
@Controller('api/companies/:company_id/recommendations')
export class RecommendationsController {
  constructor(
    private readonly recommendations: RecommendationsService,
    private readonly policy: PolicyService,
    private readonly clock: Clock,
  ) {}

  @Post()
  @Bulk()
  @SerializePerCompany()
  @Operation('propose', {
    id: 'createRecommendation',
    summary: 'Propose',
    description:
      `${WHAT_IT_IS}\n\nWith a \`dedupe_key\`, the same again from the same \`source\` is answered 200 with what the first ` +
      'made, however often it is sent; something else under the same key is 422.',
    response: RecommendationResponse,
    responseDescription: 'The recommendation and its actions.',
    statuses: { 201: 'It is new.', 200: 'It was known by its `dedupe_key`, and nothing has changed.' },
    writes: true,
    problems: ['dedupe_mismatch'],
  })
  async create(
    @CompanyOf() company: CompanyId,
    @Body() input: RecommendationInput,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RecommendationResponse> {
    const result = await this.recommendations.create(company, input);
    response.status(result.created ? HttpStatus.CREATED : HttpStatus.OK);
    return RecommendationResponse.from(result, this.clock.now());
  }

  @Post('batch')
  @HttpCode(200)
  @Bulk()
  @SerializePerCompany()
  @Operation('propose', {
    id: 'createRecommendations',
    summary: 'Propose many',
    description:
      `Takes up to ${LIMITS.batch} recommendations, in their order, each on its own: one that is refused has its problem in its ` +
      'result, its fields named as if it stood alone, and the others go on. Answers 200 either way.',
    response: RecommendationBatchResponse,
    responseDescription: 'A result for each recommendation.',
    writes: true,
  })
  async createAll(
    @CompanyOf() company: CompanyId,
    @Body() { recommendations }: RecommendationBatchInput,
    @ActorOf() actor: Actor,
  ): Promise<RecommendationBatchResponse> {
    const inputs = recommendations.map(inputOrRefusal);
    const results = await this.recommendations.createMany(company, inputs);
    const now = this.clock.now();
    return { results: results.map((result) => RecommendationBatchResponse.resultOf(result, actor, now)) };
  }

  @Post('run')
  @HttpCode(200)
  @Bulk()
  @SerializePerCompany()
  @Operation('propose', {
    id: 'runPolicy',
    summary: 'Run the built-in policy',
    description:
      'Lets the built-in dunning policy propose the next step on every open invoice, as of a day. What comes out the same ' +
      'stays, so that a nightly run replaces nothing that somebody is reading; what another source has proposed stays as ' +
      'long as it waits for a decision.',
    response: PolicyRunResponse,
    responseDescription: 'What came of it.',
    writes: true,
  })
  run(@CompanyOf() company: CompanyId, @Body() { as_of }: RunPolicyInput): Promise<PolicyRunResponse> {
    return this.policy.run(company, as_of ?? this.clock.today());
  }
}

/** An invalid recommendation refuses itself alone. */
function inputOrRefusal(raw: unknown): RecommendationInput | DomainError {
  try {
    return readInput(RecommendationInput, raw);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}
