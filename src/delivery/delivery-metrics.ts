import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { DeliveryStore } from '../actions/store/deliveries/delivery-store.js';
import { Metrics } from '../observability/metrics.js';

/** The metrics of deliveries, over all companies. */
@Injectable()
export class DeliveryMetrics {
  readonly attempts: Counter<'outcome'>;
  private readonly open: Gauge<'status'>;
  private readonly oldest: Gauge;

  constructor(
    { registry }: Metrics,
    private readonly deliveries: DeliveryStore,
  ) {
    const registers = [registry];
    this.attempts = new Counter({
      name: 'delivery_attempts_total',
      help: 'Attempts to send an e-mail, by what became of the delivery: sent, waiting, failed or unknown.',
      labelNames: ['outcome'],
      registers,
    });
    this.open = new Gauge({
      name: 'deliveries_open',
      help: 'E-mails that are to be sent, by status, as of the last refresh by a worker; due: the waiting ones that may be sent now.',
      labelNames: ['status'],
      registers,
    });
    this.oldest = new Gauge({
      name: 'delivery_oldest_due_seconds',
      help: 'For how long the oldest e-mail that may be sent now has been due; 0 if there is none.',
      registers,
    });
  }

  /** Counts the open deliveries. A request for metrics must not wait for a database that is slow or away. */
  async refresh(): Promise<void> {
    const { counts, oldestDueSeconds } = await this.deliveries.backlog();
    for (const [status, count] of Object.entries(counts)) this.open.set({ status }, count);
    this.oldest.set(oldestDueSeconds);
  }
}
