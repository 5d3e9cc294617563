import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { Response } from 'express';
import type { CallerRequest } from '../../api/access/caller.decorator.js';
import { isConnectionFailure } from '../../database/connection/connection-failure.js';
import { LIMITS } from '../../limits.js';
import { DomainError } from '../../problems/domain-error.js';
import { problemDocument } from '../../problems/problem.js';
import { admit } from '../../tenancy/admission.js';
import { CallersService } from '../../tenancy/callers.service.js';
import { extendDeadline } from '../../time/deadline.js';
import { EventFeed, type EventFilter, type FeedPage } from '../event-feed.js';
import { type EventStream, EventStreams } from '../streams.js';
import { eventFrames, heartbeatFrame, problemFrame, startFrame } from './event-frames.js';

/** Clients come back at different times after a restart. */
const RETRY_MS = { least: 1_000, spread: 2_000 };
/** Milliseconds to wait after a read that failed because the database was away or busy. */
const PAUSE_MS = 1_000;
/** A timer can run this much too early. */
const TIMER_MS = 5;

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store, no-transform',
  // For nginx and proxies that follow it.
  'X-Accel-Buffering': 'no',
  // Nothing can follow on the connection.
  Connection: 'close',
};

/** How far a stream was read, and when its token was checked. */
interface Progress {
  position: string;
  checkedAt: number;
}

/** Sends the events of a company live. Reads the next ones only when the client has taken the last ones. */
@Injectable()
export class EventStreamSender {
  constructor(
    private readonly feed: EventFeed,
    private readonly streams: EventStreams,
    private readonly callers: CallersService,
  ) {}

  /**
   * @param after the position after which the stream begins; null for now
   * @throws DomainError cursor_expired, throttled, service_unavailable before the first byte; later the stream has the problem
   */
  async send(
    request: CallerRequest,
    response: Response,
    after: string | null,
    filter: EventFilter,
  ): Promise<void> {
    const { company, user } = request;
    const isHead = request.method === 'HEAD';
    const stream = isHead ? null : this.openStream(response, user.tokenId, company);
    const start = after ?? (await this.feed.latest(company));
    // An expired cursor is an error of the request.
    if (after !== null) await this.feed.read(company, after, filter, 1);
    response.status(200).set(HEADERS);
    if (!stream) return void response.end();
    // The deadline promises the first byte.
    extendDeadline(Infinity);
    try {
      for await (const text of this.frames(request, stream, start, filter)) await write(response, text);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await write(response, problemFrame(problemDocument(error, request.id)));
    }
    if (!response.destroyed) response.end();
  }

  /** The stream is closed with the response, whichever its status. */
  private openStream(response: Response, tokenId: string, company: string): EventStream {
    // The end of the process does not wait for a client that reads slowly.
    const stop = () => void (response.writableNeedDrain && response.destroy());
    const stream = this.streams.open(tokenId, company, stop);
    const close = () => this.streams.close(stream);
    // A client may have disconnected before.
    if (response.closed) close();
    else response.once('close', close);
    return stream;
  }

  private async *frames(
    request: CallerRequest,
    stream: EventStream,
    start: string,
    filter: EventFilter,
  ): AsyncGenerator<string> {
    const progress: Progress = { position: start, checkedAt: performance.now() };
    let writtenAt = performance.now();
    const untilHeartbeat = () => writtenAt + LIMITS.heartbeatMs - performance.now();
    yield startFrame(start, RETRY_MS.least + RETRY_MS.spread * Math.random());
    while (!stream.isOver) {
      const page = await this.next(request, progress, filter);
      for (const text of eventFrames(page?.events ?? [])) {
        yield text;
        writtenAt = performance.now();
      }
      progress.position = page?.next ?? progress.position;
      if (page?.hasMore) continue;
      await sleep(LIMITS.streamPauseMs);
      await stream.wait(Math.min(page ? Infinity : PAUSE_MS, untilHeartbeat()));
      if (stream.isOver || untilHeartbeat() > TIMER_MS) continue;
      yield heartbeatFrame(progress.position);
      writtenAt = performance.now();
    }
  }

  /**
   * Reads the next page; null if the database is away or busy.
   * @throws DomainError if the caller has lost its access, or the cursor has expired
   */
  private async next(
    request: CallerRequest,
    progress: Progress,
    filter: EventFilter,
  ): Promise<FeedPage | null> {
    try {
      if (performance.now() - progress.checkedAt >= LIMITS.streamAccessMs) {
        await this.checkAccess(request);
        progress.checkedAt = performance.now();
      }
      return await this.feed.read(request.company, progress.position, filter, LIMITS.events);
    } catch (error) {
      if (isTemporary(error)) return null;
      throw error;
    }
  }

  /** @throws DomainError if the token is not valid any more, or has lost the company or the scope */
  private async checkAccess({ user, company }: CallerRequest): Promise<void> {
    const caller = await this.callers.renew(user);
    if (!caller) throw new DomainError('authentication_failed');
    admit(caller, company, 'read');
  }
}

/** Resolves when the client has taken the text, or has gone. */
async function write(response: Response, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
  });
}

const TEMPORARY = ['throttled', 'service_unavailable'];
const isTemporary = (error: unknown): boolean =>
  isConnectionFailure(error) || (error instanceof DomainError && TEMPORARY.includes(error.code));
