import { Inject, Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { ActionsSweep } from '../actions/actions-sweep.js';
import { Config } from '../config/config.js';
import { LOG, type Log } from '../observability/log.js';
import { Idempotency } from '../operations/idempotency.js';
import { OperationsModule } from '../operations/operations.module.js';
import { SweepSchedule } from './sweep-schedule.js';

const IDEMPOTENCY_SWEEP_SECONDS = 3_600;

/** Runs the sweeps. Any number of workers may run concurrently. */
@Module({ imports: [ActionsModule, OperationsModule] })
export class WorkerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly schedule: SweepSchedule;

  constructor(
    private readonly actions: ActionsSweep,
    private readonly idempotency: Idempotency,
    private readonly config: Config,
    @Inject(LOG) log: Log,
  ) {
    this.schedule = new SweepSchedule(log);
  }

  onApplicationBootstrap(): void {
    const { SWEEP_SECONDS } = this.config;
    const sweeps = [
      { name: 'actions', everySeconds: SWEEP_SECONDS, run: () => this.actions.run() },
      {
        name: 'idempotency_keys',
        everySeconds: IDEMPOTENCY_SWEEP_SECONDS,
        run: () => this.idempotency.sweep(),
      },
    ];
    this.schedule.start(sweeps.filter(({ everySeconds }) => everySeconds > 0));
  }

  onApplicationShutdown(): Promise<void> {
    return this.schedule.stop();
  }
}
