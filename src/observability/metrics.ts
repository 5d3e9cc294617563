import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { Config } from '../config.js';
import { poolOf } from '../database/connection/pool.js';

/** What the process counts and measures, in a registry of this application's own. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  /** Whether anybody can read them; requests are measured only then. */
  readonly served: boolean;

  readonly transitions = new Counter({
    name: 'action_transitions_total',
    help: 'Commands on actions by what came of them: ok, or the code of the problem. Replayed answers are not counted.',
    labelNames: ['command', 'result'],
    registers: [this.registry],
  });

  readonly dbInputLeak = new Counter({
    name: 'db_input_leak',
    help: 'Inputs that only the database refused (SQLSTATE class 22): each is a defect of the validation.',
    registers: [this.registry],
  });

  readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Requests and how long they took, by method, pattern of the route and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [this.registry],
  });

  constructor(dataSource: DataSource, { METRICS_PORT }: Config) {
    this.served = METRICS_PORT !== undefined;
    if (!this.served) return;
    collectDefaultMetrics({ register: this.registry });
    const pool = new Gauge({
      name: 'pg_pool',
      help: 'The pool to the database: connections in total and idle, and requests that wait for one.',
      labelNames: ['state'],
      registers: [this.registry],
      collect: () => {
        const { totalCount, idleCount, waitingCount } = poolOf(dataSource);
        pool.set({ state: 'total' }, totalCount);
        pool.set({ state: 'idle' }, idleCount);
        pool.set({ state: 'waiting' }, waitingCount);
      },
    });
  }
}
