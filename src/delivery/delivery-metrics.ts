import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { DeliveryStore } from '../actions/store/deliveries/delivery-store.js';
import { Metrics } from '../observability/metrics.js';

/** The metrics of deliveries, over all companies. */
@Injectable()
export class DeliveryMetrics {
  readonly attempts: Counter<'outcome'>;

  constructor({ registry, isEnabled }: Metrics, deliveries: DeliveryStore) {
    this.attempts = new Counter({
      name: 'delivery_attempts_total',
      help: 'Attempts to send an e-mail, by what became of the delivery: sent, waiting, failed or unknown.',
      labelNames: ['outcome'],
      registers: [registry],
    });
    if (!isEnabled) return;
    const open = new Gauge({
      name: 'deliveries_open',
      help: 'E-mails that this installation is to send and has not sent, by status. `due` are those waiting ones that may be sent now.',
      labelNames: ['status'],
      registers: [registry],
      collect: async () => {
        const { counts, oldestDueSeconds } = await deliveries.backlog();
        for (const [status, count] of Object.entries(counts)) open.set({ status }, count);
        oldest.set(oldestDueSeconds);
      },
    });
    const oldest = new Gauge({
      name: 'delivery_oldest_due_seconds',
      help: 'For how long the oldest e-mail that may be sent now has been due; 0 if there is none.',
      registers: [registry],
    });
  }
}
