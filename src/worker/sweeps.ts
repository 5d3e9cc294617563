import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../time/clock.js';
import { Config } from '../config.js';
import { LOG, type Log } from '../observability/log.js';
import { CompaniesService } from '../tenancy/companies.service.js';
import { RecommendationStore } from '../actions/store/recommendation-store.js';

/** Every few seconds ends the proposals whose time is over, and proposes again those whose time has come. */
@Injectable()
export class Sweeps implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer?: NodeJS.Timeout;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly proposals: RecommendationStore,
    private readonly companies: CompaniesService,
    private readonly clock: Clock,
    private readonly config: Config,
    @Inject(LOG) private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    const { SWEEP_SECONDS } = this.config;
    if (SWEEP_SECONDS === 0) return;
    this.timer = setInterval(() => {
      this.running = this.run().catch((err: unknown) => {
        this.log.warn({ err }, 'a sweep failed');
      });
    }, SWEEP_SECONDS * 1_000).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** One sweep over all companies; in several processes at once each change still happens once. */
  async run(): Promise<void> {
    const now = this.clock.now();
    for (const id of await this.proposals.companiesToSweep(now)) {
      await this.sweep(id, now).catch((err: unknown) => {
        // The next one makes up for it; other companies do not wait for that.
        this.log.warn({ err, company_id: id }, 'a sweep failed');
      });
    }
  }

  private async sweep(id: string, now: Date): Promise<void> {
    await this.proposals.sweep(await this.companies.open(id), now);
  }
}
