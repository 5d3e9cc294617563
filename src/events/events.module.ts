import { Module } from '@nestjs/common';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { EventStreamSender } from './api/event-stream-sender.js';
import { EventsController } from './api/events.controller.js';
import { EventFeed } from './event-feed.js';
import { EventOrder } from './event-order.js';
import { EventPruning } from './event-pruning.js';
import { Outbox } from './outbox.js';
import { EventSignal } from './signal/event-signal.js';
import { EventStreams } from './streams.js';

@Module({
  imports: [TenancyModule],
  controllers: [EventsController],
  providers: [EventFeed, EventOrder, EventPruning, EventSignal, EventStreams, EventStreamSender, Outbox],
  exports: [EventFeed, EventOrder, EventPruning, EventSignal, EventStreams, Outbox],
})
export class EventsModule {}
