import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** For how long nothing must be sent until the application has sent all that it can without a response. */
const QUIET_MS = 60;

/**
 * A TCP proxy to a database that counts how often the application waits for it. It holds all responses back until the application has
 * been quiet for a while, and then delivers them together.
 */
export class RoundTrips {
  private readonly held: (() => void)[] = [];
  private isCounting = false;
  private count = 0;
  private timer?: NodeJS.Timeout;
  private readonly server = createServer((socket) => this.forward(socket));

  /** @param target the URL of the database */
  constructor(private readonly target: string) {}

  /** @returns the URL of the database through the proxy */
  async open(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    const url = new URL(this.target);
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  close(): void {
    this.server.close();
  }

  /** The round trips of the work. */
  async during(work: () => Promise<unknown>): Promise<number> {
    this.count = 0;
    this.isCounting = true;
    await work();
    this.isCounting = false;
    return this.count;
  }

  private forward(socket: Socket): void {
    const { port, hostname } = new URL(this.target);
    const upstream = connect(Number(port), hostname);
    socket.on('data', (bytes) => {
      this.wait();
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (!this.isCounting && this.held.length === 0) {
        socket.write(bytes);
        return;
      }
      this.held.push(() => socket.write(bytes));
      this.wait();
    });
    for (const [one, other] of [
      [socket, upstream],
      [upstream, socket],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  }

  private wait(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.deliver(), QUIET_MS);
  }

  private deliver(): void {
    if (this.held.length === 0) return;
    this.count += 1;
    for (const send of this.held.splice(0)) send();
  }
}
