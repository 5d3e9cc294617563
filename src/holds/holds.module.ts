import { Module } from '@nestjs/common';
import { ActionsModule } from '../actions/actions.module.js';
import { LedgerModule } from '../ledger/ledger.module.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { HoldsController } from './holds.controller.js';
import { HoldsService } from './holds.service.js';

@Module({
  imports: [TenancyModule, LedgerModule, ActionsModule],
  controllers: [HoldsController],
  providers: [HoldsService],
})
export class HoldsModule {}
