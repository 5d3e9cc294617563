import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { LIMITS } from '../limits.js';
import { DomainError } from '../problems/domain-error.js';
import { EventSignal } from './signal/event-signal.js';

/** An open live stream of the events of a company. */
export class EventStream {
  /** Whether the stream has to end: its reader has gone, or the process stops. */
  isOver = false;
  private hasNews = false;
  private goOn = (): void => {};

  /** @param stop called when the process stops */
  constructor(
    readonly tokenId: string,
    readonly company: string,
    readonly stop: () => void,
  ) {}

  /** Waits until there may be events, the stream has to end, or the time has passed. */
  async wait(ms: number): Promise<void> {
    if (!this.hasNews && !this.isOver)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.goOn = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.hasNews = false;
  }

  wake(): void {
    this.hasNews = true;
    this.goOn();
  }

  end(): void {
    this.isOver = true;
    this.goOn();
  }
}

/** Wakes at the same moment are spread over this time, so that streams do not read all at once. */
const SPREAD_MS = 1_000;

/** The live streams of this process: how many there may be, and when each has to look for events. */
@Injectable()
export class EventStreams implements OnModuleDestroy {
  private readonly streams = new Set<EventStream>();
  private readonly ofCompanies = new Map<string, Set<EventStream>>();
  private unsubscribe?: () => void;
  private isStopping = false;

  constructor(private readonly signal: EventSignal) {}

  /** @throws DomainError throttled if too many streams are open; service_unavailable if the process stops */
  open(tokenId: string, company: string, onStop: () => void): EventStream {
    if (this.isStopping) throw new DomainError('service_unavailable', 'The server is stopping; retry later.');
    const ofCompany = this.ofCompanies.get(company) ?? new Set();
    const ofToken = [...this.streams].filter((stream) => stream.tokenId === tokenId);
    const { token, company: most, process } = LIMITS.streams;
    if (ofToken.length >= token) throw tooMany(`The token has ${token} open streams`);
    if (ofCompany.size >= most) throw tooMany(`The company has ${most} open streams`);
    if (this.streams.size >= process) throw tooMany(`The server has ${process} open streams`);
    const stream = new EventStream(tokenId, company, onStop);
    this.streams.add(stream);
    this.ofCompanies.set(company, ofCompany.add(stream));
    this.unsubscribe ??= this.signal.subscribe((changed) => this.wake(changed));
    return stream;
  }

  close(stream: EventStream): void {
    stream.end();
    this.streams.delete(stream);
    const others = this.ofCompanies.get(stream.company);
    others?.delete(stream);
    if (others?.size === 0) this.ofCompanies.delete(stream.company);
  }

  /** Ends all streams, and opens no more. */
  stop(): void {
    this.isStopping = true;
    this.unsubscribe?.();
    for (const stream of this.streams) {
      stream.end();
      stream.stop();
    }
  }

  onModuleDestroy(): void {
    this.stop();
  }

  private wake(company: string | null): void {
    if (company !== null) return this.ofCompanies.get(company)?.forEach((stream) => stream.wake());
    for (const stream of this.streams) setTimeout(() => stream.wake(), SPREAD_MS * Math.random()).unref();
  }
}

const tooMany = (what: string): DomainError =>
  new DomainError('throttled', `${what}, the maximum; close one.`);
