import { Module } from '@nestjs/common';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { EventFeed } from './event-feed.js';
import { EventOrder } from './event-order.js';
import { Outbox } from './outbox.js';

@Module({
  imports: [TenancyModule],
  providers: [EventFeed, EventOrder, Outbox],
  exports: [EventFeed, EventOrder, Outbox],
})
export class EventsModule {}
