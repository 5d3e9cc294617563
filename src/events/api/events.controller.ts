import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiExtension, ApiExtraModels, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CompanyOf, type CallerRequest } from '../../api/access/caller.decorator.js';
import { WEBHOOKS } from '../../api/openapi/add-webhooks.js';
import { Operation } from '../../api/openapi/operation.decorator.js';
import { streamResponse } from '../../api/response/stream-response.js';
import type { CompanyId } from '../../tenancy/company-id.js';
import { positionOf } from '../cursor.js';
import { EventPage } from '../dto/event-page.response.js';
import { EVENT_SCHEMAS } from '../dto/event.response.js';
import { EventsQuery, EventStreamQuery, filterOf, LATEST } from '../dto/events.query.js';
import { EventFeed } from '../event-feed.js';
import { pagePieces } from './event-page-pieces.js';
import { EventStreamSender } from './event-stream-sender.js';

@ApiTags('Events')
@ApiExtraModels(...EVENT_SCHEMAS)
@Controller('api/companies/:company_id/events')
export class EventsController {
  constructor(
    private readonly feed: EventFeed,
    private readonly sender: EventStreamSender,
  ) {}

  @Get()
  @ApiExtension(WEBHOOKS, EVENT_SCHEMAS.map(({ name }) => name))
  @Operation('read', {
    id: 'listEvents',
    summary: 'List events',
    description:
      'Returns the events after a cursor, oldest first. An event that is committed late comes after those that were read before, ' +
      'so nobody who asks again with `next_cursor` misses one. To begin with the state of now: take the cursor of ' +
      '`after=latest`, read the lists, then follow the events from the cursor.',
    response: EventPage,
    responseDescription: 'The events, and the cursor for the next page.',
    problems: ['cursor_expired'],
  })
  async list(@CompanyOf() company: CompanyId, @Query() query: EventsQuery, @Req() request: Request) {
    const page =
      query.after === LATEST
        ? { events: [], next: await this.feed.latest(company), hasMore: false }
        : await this.feed.read(
            company,
            query.after ? positionOf(query.after) : null,
            filterOf(query),
            query.limit,
          );
    return streamResponse(request, pagePieces(page));
  }

  @Get('stream')
  @ApiHeader({
    name: 'Last-Event-ID',
    required: false,
    schema: { type: 'string' },
    description:
      'The last `id` of an earlier stream, after which this one begins. Takes precedence over `after`.',
  })
  @Operation('read', {
    id: 'streamEvents',
    summary: 'Follow events live',
    description:
      'Sends events as they happen, as server-sent events: `data` is an event as in the list, and `id` its cursor. The events ' +
      'have no name, so that a browser’s `onmessage` gets all. A client that is disconnected sends the last `id` as ' +
      '`Last-Event-ID`, and misses nothing; a client that does not read is disconnected. A comment every 15 seconds keeps the ' +
      'connection. An event named `problem`, with a problem document, ends a stream that cannot go on.\n\n' +
      'Try it: `curl -N -H "Authorization: Token $TOKEN" <url>`. `EventSource` of browsers cannot send a token: use `fetch` and read ' +
      'the body.',
    response: String,
    contentType: 'text/event-stream',
    responseDescription: 'The stream, which does not end.',
    problems: ['cursor_expired'],
  })
  stream(
    @Query() query: EventStreamQuery,
    @Req() request: CallerRequest,
    @Res() response: Response,
  ): Promise<void> {
    // EventSource has an empty one before the first event.
    const last = request.get('last-event-id') || undefined;
    if (last !== undefined)
      return this.sender.send(
        request,
        response,
        positionOf(last, 'Last-Event-ID', 'header'),
        filterOf(query),
      );
    const after = query.after === undefined || query.after === LATEST ? null : positionOf(query.after);
    return this.sender.send(request, response, after, filterOf(query));
  }
}
