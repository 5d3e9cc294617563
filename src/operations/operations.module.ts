import { Module, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { IdempotencyInterceptor } from '../api/request/idempotency.interceptor.js';
import { IdempotencyRepository } from './idempotency.js';

const SWEEP_EVERY_MS = 3_600_000;

@Module({
  providers: [IdempotencyRepository, { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor }],
})
export class IdempotencyModule implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer?: NodeJS.Timeout;

  constructor(private readonly idempotency: IdempotencyRepository) {}

  onApplicationBootstrap(): void {
    // A sweep that fails is made up for by the next.
    this.timer = setInterval(() => void this.idempotency.sweep().catch(() => {}), SWEEP_EVERY_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }
}
