import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** A connection on which a test writes bytes and reads the bytes of the responses. */
export class RawConnection {
  text = '';
  isClosed = false;

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk) => (this.text += chunk.toString('latin1')));
    // A server that closes a connection with unread bytes resets it.
    socket.on('error', () => undefined);
    socket.on('close', () => (this.isClosed = true));
  }

  static async open({ url }: { url: string }, localAddress?: string): Promise<RawConnection> {
    const { hostname, port } = new URL(url);
    const socket = connect({ host: hostname, port: Number(port), localAddress });
    await once(socket, 'connect');
    return new RawConnection(socket);
  }

  send(bytes: string): this {
    this.socket.write(Buffer.from(bytes, 'latin1'));
    return this;
  }

  /** Resolves when the text has been received. */
  async received(text: string): Promise<void> {
    while (!this.text.includes(text) && !this.isClosed)
      await Promise.race([once(this.socket, 'data'), once(this.socket, 'close')]);
    if (!this.text.includes(text)) throw new Error(`The connection closed after: ${this.text}`);
  }

  /** Resolves with all that was received when the server has closed the connection. */
  async closed(): Promise<string> {
    if (!this.isClosed) await once(this.socket, 'close');
    return this.text;
  }

  /** The statuses of the responses that were received, in order. */
  get statuses(): number[] {
    return Array.from(this.text.matchAll(/HTTP\/1\.1 (\d{3}) /g), ([, status]) => Number(status));
  }

  /** The JSON bodies that were received, in order. */
  get bodies(): Record<string, unknown>[] {
    return this.text
      .split(/\r\n\r\n|(?=HTTP\/1\.1 \d{3})/)
      .filter((part) => part.startsWith('{'))
      .map((part) => JSON.parse(part) as Record<string, unknown>);
  }
}

/** The bytes of a request with a Host header, these header lines, and a body if one is given. */
export function rawRequest(line: string, headers: string[] = [], body?: string): string {
  const length = body === undefined ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return [`${line} HTTP/1.1`, 'Host: x', ...length, ...headers, '', body ?? ''].join('\r\n');
}
