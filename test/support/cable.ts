import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A way to the database that can be cut, or swallow what goes through. */
export class Cable {
  private readonly sockets = new Set<Socket>();
  private server?: Server;
  private swallows = false;
  private port = 0;

  /** @param target the database's URL; another one may take its place while the cable is cut */
  constructor(private target: string) {}

  /** Where the database is reached through the cable. */
  get url(): string {
    const url = new URL(this.target);
    url.port = String(this.port);
    return url.href;
  }

  /** Lets connections through, at the same port each time. */
  async plug(target = this.target): Promise<void> {
    this.target = target;
    this.swallows = false;
    if (this.server?.listening) return;
    this.server = createServer((socket) => this.forward(socket)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Ends all connections, and refuses new ones. */
  async cut(): Promise<void> {
    if (!this.server?.listening) return;
    const closed = once(this.server.close(), 'close');
    this.end();
    await closed;
  }

  /**
   * Says nothing any more, on the connections there are as on new ones. The old ones stay dumb for good, as they do where a
   * firewall has forgotten them.
   */
  swallow(): void {
    this.swallows = true;
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  /** Ends the connections there are. */
  end(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private forward(socket: Socket): void {
    this.keep(socket);
    if (this.swallows) return void socket.pause();
    const { port, hostname } = new URL(this.target);
    const onward = this.keep(connect(Number(port), hostname));
    socket.on('close', () => onward.destroy());
    onward.on('close', () => socket.destroy());
    socket.pipe(onward).pipe(socket);
  }

  private keep(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    return socket.on('error', () => socket.destroy());
  }
}
