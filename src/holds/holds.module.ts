import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { EventsModule } from '../events/events.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { HoldEvents } from './hold-events.js';
import { HoldsController } from './holds.controller.js';
import { HoldsService } from './holds.service.js';
import { HoldsSweep } from './holds-sweep.js';

@Module({
  imports: [TenancyModule, EventsModule, LedgerModule, ActionsModule],
  controllers: [HoldsController],
  providers: [HoldsService, HoldEvents, HoldsSweep],
  exports: [HoldsSweep],
})
export class HoldsModule {}
