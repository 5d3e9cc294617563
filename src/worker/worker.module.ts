import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { ActionsSweep } from '../actions/actions-sweep.js';
import { OverdueSweep } from '../actions/overdue-sweep.js';
import { MissingJobs } from '../actions/store/deliveries/missing-jobs.js';
import { AuditModule } from '../audit/audit.module.js';
import { CheckpointsService } from '../audit/checkpoints/checkpoints.service.js';
import { Config, deliveryModeOf, isProduction } from '../config/config.js';
import { DeliveryModule } from '../delivery/delivery.module.js';
import { DeliveryMetrics } from '../delivery/delivery-metrics.js';
import { DeliveryWorker } from '../delivery/delivery-worker.js';
import { EventPruning } from '../events/event-pruning.js';
import { EventsModule } from '../events/events.module.js';
import { HoldsModule } from '../holds/holds.module.js';
import { HoldsSweep } from '../holds/holds-sweep.js';
import { LoginModule } from '../login/login.module.js';
import { LoginSweep } from '../login/login-sweep.js';
import { WebhookSweep } from '../events/webhooks/worker/webhook-sweep.js';
import { WebhookWorker } from '../events/webhooks/worker/webhook-worker.js';
import { WebhooksModule } from '../events/webhooks/webhooks.module.js';
import { LOG, type Log } from '../observability/log.js';
import { Metrics } from '../observability/metrics.js';
import { Idempotency } from '../operations/idempotency.js';
import { PolicyRunsWorker } from '../recommendations/runs/policy-runs-worker.js';
import { RecommendationsModule } from '../recommendations/recommendations.module.js';
import { OperationsModule } from '../operations/operations.module.js';
import { type Sweep, SweepSchedule } from './sweep-schedule.js';

const IDEMPOTENCY_SWEEP_SECONDS = 3_600;
/** How often to look for companies whose checkpoint is due. */
const CHECKPOINT_SWEEP_SECONDS = 600;
/** How often to look for e-mails that are to be sent and have no job. */
const MISSING_JOBS_SECONDS = 300;
/** How often to look for events that are too old. */
const EVENT_PRUNING_SECONDS = 3_600;
/** How often to delete old deliveries of events to webhook endpoints. */
const WEBHOOK_SWEEP_SECONDS = 600;
/** How often to delete ended sessions and expired one-time links. */
const LOGIN_SWEEP_SECONDS = 3_600;
/** How often to look for runs of the policy that are due. */
const POLICY_RUN_SECONDS = 1;
/** How often to count the e-mails that are to be sent. */
const BACKLOG_SECONDS = 15;

/** Runs the sweeps and the sending of e-mails and webhooks. Any number of workers may run concurrently. */
@Module({
  imports: [
    ActionsModule,
    AuditModule,
    DeliveryModule,
    EventsModule,
    HoldsModule,
    LoginModule,
    OperationsModule,
    RecommendationsModule,
    WebhooksModule,
  ],
})
export class WorkerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly schedule: SweepSchedule;
  private stopped?: Promise<unknown>;

  constructor(
    private readonly actions: ActionsSweep,
    private readonly overdue: OverdueSweep,
    private readonly holds: HoldsSweep,
    private readonly events: EventPruning,
    private readonly idempotency: Idempotency,
    private readonly checkpoints: CheckpointsService,
    private readonly deliveries: DeliveryWorker,
    private readonly missingJobs: MissingJobs,
    private readonly deliveryMetrics: DeliveryMetrics,
    private readonly login: LoginSweep,
    private readonly webhooks: WebhookWorker,
    private readonly webhookSweep: WebhookSweep,
    private readonly policyRuns: PolicyRunsWorker,
    private readonly metrics: Metrics,
    private readonly config: Config,
    @Inject(LOG) private readonly log: Log,
  ) {
    this.schedule = new SweepSchedule(log);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.schedule.start(this.sweeps.filter(({ everySeconds }) => everySeconds > 0));
    this.webhooks.start();
    if (this.sends) await this.deliveries.start();
  }

  /** All sweeps. This process does not run those with a period of 0. */
  get sweeps(): Sweep[] {
    const { SWEEP_SECONDS, EVENT_RETENTION_DAYS } = this.config;
    return [
      { name: 'actions', everySeconds: SWEEP_SECONDS, run: () => this.actions.run() },
      { name: 'overdue_responses', everySeconds: SWEEP_SECONDS, run: () => this.overdue.run() },
      { name: 'holds', everySeconds: SWEEP_SECONDS, run: () => this.holds.run() },
      {
        name: 'event_pruning',
        everySeconds: EVENT_RETENTION_DAYS > 0 ? EVENT_PRUNING_SECONDS : 0,
        run: () => this.events.run(),
      },
      {
        name: 'idempotency_keys',
        everySeconds: IDEMPOTENCY_SWEEP_SECONDS,
        run: () => this.idempotency.sweep(),
      },
      {
        name: 'audit_checkpoints',
        everySeconds: this.takesCheckpoints ? CHECKPOINT_SWEEP_SECONDS : 0,
        run: () => this.checkpoints.run(),
      },
      {
        name: 'missing_jobs',
        everySeconds: this.sends ? MISSING_JOBS_SECONDS : 0,
        run: () => this.addMissingJobs(),
      },
      { name: 'login', everySeconds: LOGIN_SWEEP_SECONDS, run: () => this.login.run() },
      { name: 'webhooks', everySeconds: WEBHOOK_SWEEP_SECONDS, run: () => this.webhookSweep.run() },
      { name: 'policy_runs', everySeconds: POLICY_RUN_SECONDS, run: () => this.policyRuns.run() },
      {
        name: 'delivery_metrics',
        everySeconds: this.sends && this.metrics.isEnabled ? BACKLOG_SECONDS : 0,
        run: () => this.deliveryMetrics.refresh(),
      },
    ];
  }

  private async addMissingJobs(): Promise<void> {
    const added = await this.missingJobs.add();
    if (added > 0) this.log.warn({ deliveries: added }, 'deliveries had lost their jobs');
  }

  /** In production, a key in DATA_DIR could be lost with its container. */
  private get takesCheckpoints(): boolean {
    const { AUDIT_CHECKPOINT_HOURS, AUDIT_KEY_FILE } = this.config;
    return AUDIT_CHECKPOINT_HOURS > 0 && (AUDIT_KEY_FILE !== undefined || !isProduction(this.config));
  }

  /** Begins nothing more, and resolves when what is in progress has ended. Can be called again. */
  async stop(): Promise<void> {
    this.policyRuns.stop();
    await (this.stopped ??= Promise.all([
      this.schedule.stop(),
      this.webhooks.stop(),
      this.sends && this.deliveries.stop(),
    ]));
  }

  onApplicationShutdown(): Promise<void> {
    return this.stop();
  }

  private get sends(): boolean {
    return deliveryModeOf(this.config) !== 'external';
  }
}
