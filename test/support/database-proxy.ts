import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy to a database, which can refuse connections or stop forwarding. */
export class DatabaseProxy {
  private readonly sockets = new Set<Socket>();
  private server?: Server;
  private stalled = false;
  private port = 0;

  /** @param target the URL of the database */
  constructor(private target: string) {}

  /** The URL of the database through the proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.port = String(this.port);
    return url.href;
  }

  /** Listens, always at the same port, and forwards to the target, which may be replaced. */
  async open(target = this.target): Promise<void> {
    this.target = target;
    this.stalled = false;
    if (this.server?.listening) return;
    this.server = createServer((socket) => this.forward(socket)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Drops all connections and refuses new ones. */
  async close(): Promise<void> {
    if (!this.server?.listening) return;
    const closed = once(this.server.close(), 'close');
    this.dropConnections();
    await closed;
  }

  /**
   * Accepts data and connections without forwarding anything. Connections that are open now stay dead even after `open()`,
   * like connections that a firewall has dropped.
   */
  stall(): void {
    this.stalled = true;
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  /** Closes all open connections; new ones are accepted. */
  dropConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private forward(socket: Socket): void {
    this.track(socket);
    if (this.stalled) return void socket.pause();
    const { port, hostname } = new URL(this.target);
    const upstream = this.track(connect(Number(port), hostname));
    socket.on('close', () => upstream.destroy());
    upstream.on('close', () => socket.destroy());
    socket.pipe(upstream).pipe(socket);
  }

  private track(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    return socket.on('error', () => socket.destroy());
  }
}
