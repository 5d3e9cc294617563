import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { Config } from '../config/config.js';
import { poolOf } from '../database/connection/pool.js';
import { replicaOf } from '../database/replica/read-pool.js';

/** The metrics of one application, in a registry of its own: a process may run several applications. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  /** Whether METRICS_PORT is set; otherwise requests are not measured. */
  readonly isEnabled: boolean;

  readonly transitions = new Counter({
    name: 'action_transitions_total',
    help: 'Commands on actions, by result: ok or the code of the problem. Replayed responses are not counted.',
    labelNames: ['command', 'result'],
    registers: [this.registry],
  });

  readonly logins = new Counter({
    name: 'logins_total',
    help: 'Log-ins of people, by way (link, oidc) and result: ok or the code of the problem.',
    labelNames: ['by', 'result'],
    registers: [this.registry],
  });

  readonly dbInputLeak = new Counter({
    name: 'db_input_leak',
    help: 'Inputs that passed validation but that the database rejected (SQLSTATE class 22). Each is a bug.',
    registers: [this.registry],
  });

  readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Duration of requests, by method, route pattern and status.',
    labelNames: ['method', 'route', 'status'],
    registers: [this.registry],
  });

  constructor(dataSource: DataSource, { METRICS_PORT }: Config) {
    this.isEnabled = METRICS_PORT !== undefined;
    if (!this.isEnabled) return;
    collectDefaultMetrics({ register: this.registry });
    const pool = new Gauge({
      name: 'pg_pool',
      help: 'Database connections in the pool (total, idle), and requests that wait for a connection (waiting).',
      labelNames: ['state'],
      registers: [this.registry],
      collect: () => {
        const { totalCount, idleCount, queueLength } = poolOf(dataSource);
        pool.set({ state: 'total' }, totalCount);
        pool.set({ state: 'idle' }, idleCount);
        pool.set({ state: 'waiting' }, queueLength);
      },
    });
    const replica = replicaOf(dataSource);
    if (!replica) return;
    const state: Gauge = new Gauge({
      name: 'read_replica_current',
      help: '1 while lists are read from the read replica, 0 while the primary serves them.',
      registers: [this.registry],
      collect: () => state.set(Number(replica.state === 'current')),
    });
  }
}
