import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import { once } from 'node:events';

export interface ReceivedEvent {
  id: string;
  type: string;
  actor: string;
  cursor: string;
  action_id?: string;
  data: Record<string, unknown>;
}

/** Reads one live stream of events, as a browser does. */
export class EventReader {
  readonly events: ReceivedEvent[] = [];
  readonly problems: Record<string, unknown>[] = [];
  heartbeats = 0;
  lastId: string | undefined;
  /** Resolves when the connection has ended, for any reason. */
  readonly ended: Promise<void>;
  isEnded = false;
  private rest = '';
  private notify = (): void => {};

  private constructor(
    private readonly request: ClientRequest,
    readonly response: IncomingMessage,
  ) {
    this.ended = new Promise((resolve) => {
      response.on('close', () => {
        this.isEnded = true;
        this.notify();
        resolve();
      });
    });
    // A server that is killed resets the connection.
    response.on('error', () => undefined);
    response.setEncoding('utf8').on('data', (text: string) => this.read(text));
  }

  /** @throws the network error if there is no response */
  static async open(url: string, headers: Record<string, string>): Promise<EventReader> {
    const request = get(url, { headers, agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    request.on('error', () => undefined);
    return new EventReader(request, response);
  }

  get status(): number {
    return this.response.statusCode!;
  }

  get headers(): IncomingMessage['headers'] {
    return this.response.headers;
  }

  /** Waits until a condition holds. @throws Error if the stream ends before */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.isEnded) throw new Error('The stream has ended.');
      await new Promise<void>((resolve) => (this.notify = resolve));
    }
  }

  close(): void {
    this.request.destroy();
  }

  private read(text: string): void {
    const blocks = (this.rest + text).split('\n\n');
    this.rest = blocks.pop()!;
    for (const block of blocks) this.readBlock(block);
    this.notify();
  }

  private readBlock(block: string): void {
    let name = 'message';
    for (const line of block.split('\n')) {
      const [, field, value] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
      if (field === '') this.heartbeats += 1;
      if (field === 'id') this.lastId = value;
      if (field === 'event') name = value!;
      if (field === 'data') (name === 'problem' ? this.problems : this.events).push(JSON.parse(value!));
    }
  }
}
