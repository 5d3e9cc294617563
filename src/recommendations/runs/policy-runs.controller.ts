import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { ActorOf, CompanyOf } from '../../api/access/caller.decorator.js';
import { Operation, PathId } from '../../api/openapi/operation.decorator.js';
import { Bulk } from '../../api/request/bulk.decorator.js';
import { IdPipe } from '../../api/request/id.pipe.js';
import { SerializePerCompany } from '../../api/request/serialize-per-company.decorator.js';
import { pageEnvelope } from '../../api/response/page-envelope.js';
import { PageQuery } from '../../input/list.query.js';
import { LIMITS } from '../../limits.js';
import type { Actor } from '../../tenancy/caller.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { PolicyRunEventData } from '../dto/policy-run-event.response.js';
import { RunPolicyInput } from '../dto/recommendation-batch.dto.js';
import { PolicyRunResponse } from '../dto/recommendation.response.js';
import { PolicyRunDetail, PolicyRunPage } from '../dto/policy-run.response.js';
import { countsOf, PolicyService } from '../policy/policy.service.js';
import { isAtWork } from './policy-run.entity.js';

const thousands = (count: number): string => count.toLocaleString('en');

@ApiTags('Recommendations')
@ApiExtraModels(PolicyRunEventData)
@Controller('api/companies/:company_id')
export class PolicyRunsController {
  constructor(private readonly policy: PolicyService) {}

  @Post('recommendations/run')
  @HttpCode(200)
  @Bulk()
  @SerializePerCompany()
  @Operation('propose', {
    id: 'runPolicy',
    summary: 'Run the built-in policy',
    description:
      'Runs the built-in dunning policy, which recommends the next step on every open invoice as of a day. It remembers the ' +
      'steps that were taken or declined on an invoice, and recommends no text twice. An unchanged recommendation stays open, ' +
      'so that a nightly run does not replace actions that a user is reading. An invoice is left alone while a person is at ' +
      'work on an action, while a recommendation of another source waits for a decision, and while it is on hold. With `dry_run`, the response ' +
      'tells what the run would do, and nothing is written.\n\n' +
      `With up to ${thousands(LIMITS.policyRun.atOnce)} open invoices, the run is one transaction, and the response has its counts. With more, or with ` +
      '`Prefer: respond-async`, the response is 202 and the run at work, which a worker does in slices of ' +
      `${thousands(LIMITS.policyRun.slice)} invoices: \`GET …/policy-runs/{run_id}\` tells how far it is. Decisions and ledger syncs go between the slices. While a run is at ` +
      'work, the same request gets that run, and another one gets 409.',
    response: PolicyRunResponse,
    responseDescription: 'The number of created, kept and superseded recommendations.',
    accepted: { type: PolicyRunDetail, description: 'The run, which is at work.' },
    writes: true,
    problems: ['policy_run_in_progress'],
  })
  @ApiHeader({
    name: 'Prefer',
    required: false,
    schema: { type: 'string' },
    description: '`respond-async` (RFC 7240): do not wait for the run.',
  })
  async run(
    @CompanyOf() company: CompanyId,
    @Body() { as_of, dry_run }: RunPolicyInput,
    @ActorOf() actor: Actor,
    @Headers('prefer') prefer: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PolicyRunResponse | PolicyRunDetail> {
    const options = { asOf: as_of, dryRun: dry_run, actor };
    const run = await this.policy.request(company, options, prefersAsync(prefer));
    if (!isAtWork(run)) return countsOf(run)!;
    response.status(HttpStatus.ACCEPTED).location(`/api/companies/${company}/policy-runs/${run.id}`);
    return PolicyRunDetail.from(run);
  }

  @Get('policy-runs')
  @Operation('read', {
    id: 'listPolicyRuns',
    summary: 'List the runs of the policy',
    description: `Returns one page of the runs, latest first. The latest ${LIMITS.endedPolicyRuns} ended ones are kept; a dry run that was answered at once is none.`,
    response: PolicyRunPage,
    responseDescription: 'One page of runs.',
    paged: true,
  })
  async list(@CompanyOf() company: CompanyId, @Query() query: PageQuery, @Req() request: Request) {
    return pageEnvelope(request, query, await this.policy.list(company, query), PolicyRunDetail.from);
  }

  @Get('policy-runs/:run_id')
  @PathId('run_id', 'The id of the run.')
  @Operation('read', {
    id: 'getPolicyRun',
    summary: 'Get a run of the policy',
    description: 'Returns a run, with how far it is.',
    response: PolicyRunDetail,
    responseDescription: 'The run.',
  })
  async get(@CompanyOf() company: CompanyId, @Param('run_id', IdPipe) id: string): Promise<PolicyRunDetail> {
    return PolicyRunDetail.from(await this.policy.get(company, id));
  }
}

/** Whether a list of preferences (RFC 7240) has `respond-async`. */
const prefersAsync = (prefer = ''): boolean =>
  prefer.split(',').some((preference) => /^respond-async\s*(;|$)/i.test(preference.trim()));
