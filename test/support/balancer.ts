import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

const BAD_GATEWAY = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** Gives each connection to the next of several servers, as a load balancer does, and a 502 if the server ends without a response. */
export class Balancer {
  /** The ports of the servers; those that do not listen are left out. */
  readonly ports: number[] = [];
  private next = 0;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((socket) => this.forward(this.track(socket)));

  /** @returns its URL */
  async start(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = once(this.server.close(), 'close');
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private forward(socket: Socket, attempt = 1): void {
    const upstream = this.track(connect(this.ports[this.next++ % this.ports.length]!, '127.0.0.1'));
    let [isConnected, hasAnswered] = [false, false];
    upstream.once('connect', () => {
      isConnected = true;
      socket.pipe(upstream);
    });
    upstream.on('data', () => (hasAnswered = true));
    upstream.pipe(socket, { end: false });
    upstream.on('close', () => {
      if (!isConnected && attempt < this.ports.length) return this.forward(socket, attempt + 1);
      if (!hasAnswered) socket.write(BAD_GATEWAY);
      socket.end();
    });
    socket.once('close', () => upstream.destroy());
  }

  private track(socket: Socket): Socket {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    return socket.on('error', () => socket.destroy());
  }
}
