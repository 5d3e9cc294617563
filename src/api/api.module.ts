import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD } from '@nestjs/core';
import { InputGuard } from './request/input.guard.js';
import { ProblemFilter } from './response/problem.filter.js';

/** Global guards run in the order of the imports: after those of tenancy, for who may not ask learns nothing about how to ask. */
@Module({
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: InputGuard },
  ],
})
export class HttpModule {}
