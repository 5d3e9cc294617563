import { ApiProperty } from '@nestjs/swagger';
import { pageOf } from '../../api/response/page.response.js';
import {
  BooleanField,
  DateField,
  DateTimeField,
  IntegerField,
  Nullable,
  ObjectOrNullField,
  TextField,
  timestamp,
  timestampOrNull,
  UuidField,
} from '../../api/response/response-fields.js';
import { countsOf } from '../policy/policy.service.js';
import { POLICY_RUN_STATUSES, type PolicyRun, type PolicyRunStatus } from '../runs/policy-run.entity.js';
import { PolicyRunResponse } from './recommendation.response.js';

class PolicyRunProgress {
  @IntegerField('The number of open invoices that the run has looked at.', 32000)
  done: number;

  @IntegerField('The number of open invoices when the run was created.', 100000)
  total: number;
}

/** A run of the policy, with how far it is. */
export class PolicyRunDetail {
  @UuidField('The id of the run.', '019aaf2e-4d1c-7b5e-9f10-3c2a8e5d7b62')
  id: string;

  @TextField('The status; a run that is `queued` waits for a worker.', 'running', {
    enum: [...POLICY_RUN_STATUSES],
  })
  status: PolicyRunStatus;

  @DateField('The day for which the policy runs.', '2026-11-23')
  as_of: string;

  @BooleanField('Whether the run only counts what it would do.', false)
  dry_run: boolean;

  @ApiProperty({ type: PolicyRunProgress, description: 'How far the run is.' })
  progress: PolicyRunProgress;

  @ObjectOrNullField(
    PolicyRunResponse,
    'The recommendations so far; null for a run from before they were kept.',
  )
  counts: PolicyRunResponse | null;

  @TextField('Who asked for the run; null for the command line.', 'night-job', Nullable)
  requested_by: string | null;

  @DateTimeField('When the run was created.', '2026-11-23T02:00:00.000Z')
  created_at: string;

  @DateTimeField('When its first slice began; null before.', '2026-11-23T02:00:01.000Z', Nullable)
  started_at: string | null;

  @DateTimeField('When the run ended; null before.', null, Nullable)
  finished_at: string | null;

  @TextField('Why the run failed; null if it did not.', null, Nullable)
  error: string | null;

  static from(run: PolicyRun): PolicyRunDetail {
    return {
      id: run.id,
      status: run.status,
      as_of: run.asOf,
      dry_run: run.isDryRun,
      progress: { done: run.done, total: run.total },
      counts: countsOf(run),
      requested_by: run.requestedBy?.name ?? null,
      created_at: timestamp(run.createdAt),
      started_at: timestampOrNull(run.startedAt),
      finished_at: timestampOrNull(run.finishedAt),
      error: run.error,
    };
  }
}

export const PolicyRunPage = pageOf(PolicyRunDetail, 'PolicyRunPage');
