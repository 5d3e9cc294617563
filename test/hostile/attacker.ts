import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { Company } from '../../src/tenancy/company.entity.js';

/** How long `repeat` waits for the responses to its last requests. */
const GRACE_MS = 3_000;

export interface Target {
  url: string;
  company: Company;
  token: string;
  dataSource: DataSource;
  /** The address of the attacker; undefined for that of the victim. */
  address?: string;
}

/** One client, with one token of one company, and everything that it has opened. */
export class Attacker {
  /** How many responses had each status, and how many requests failed with each error. */
  readonly outcomes: Record<string, number> = {};
  /** The promises that the server has broken, apart from the limits that hold for every attack. */
  readonly broken: string[] = [];
  /** The Content-Length of the largest response that was not streamed. */
  largestResponse = 0;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly sockets = new Set<Socket>();
  private isClosed = false;

  /** @param until when the attack ends, by performance.now() */
  constructor(
    readonly target: Target,
    readonly until: number,
  ) {}

  get isOver(): boolean {
    return this.isClosed || performance.now() >= this.until;
  }

  get base(): string {
    return `/api/companies/${this.target.company.id}`;
  }

  get authorization(): Record<string, string> {
    return { Authorization: `Token ${this.target.token}` };
  }

  /** Repeats work until the attack is over, `count` times in parallel. Does not wait long for what is then in progress. */
  async repeat(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
    const loop = async (index: number) => {
      while (!this.isOver) await work(index);
    };
    const loops = Promise.all(Array.from({ length: count }, (_, index) => loop(index)));
    await Promise.race([loops, sleep(Math.max(0, this.until - performance.now()) + GRACE_MS)]);
  }

  /** Sends a request below the company's path; resolves with the status, or the code of an error, once the response is complete. */
  call(
    method: string,
    path: string,
    body?: Buffer | object,
    headers: Record<string, string> = {},
  ): Promise<string> {
    const json = body && { 'Content-Type': 'application/json' };
    const bytes = body && !Buffer.isBuffer(body) ? Buffer.from(JSON.stringify(body)) : body;
    return this.send(method, `${this.base}${path}`, bytes, { ...this.authorization, ...json, ...headers });
  }

  /** Like `call`, for any path and without a token. */
  async send(
    method: string,
    path: string,
    body?: Buffer,
    headers: Record<string, string> = {},
  ): Promise<string> {
    const outcome = await new Promise<string>((resolve) => {
      const length = body && { 'Content-Length': String(body.length) };
      const options = {
        method,
        agent: this.agent,
        localAddress: this.target.address,
        headers: { ...headers, ...length },
      };
      const sent = request(`${this.target.url}${path}`, options, (response) => {
        this.largestResponse = Math.max(
          this.largestResponse,
          Number(response.headers['content-length'] ?? 0),
        );
        response.resume().once('close', () => resolve(String(response.statusCode)));
      });
      sent.once('socket', (socket) => this.sockets.add(socket));
      sent.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'));
      sent.end(body);
    });
    this.count(outcome);
    // A client whose requests fail at once would only measure how fast it can fail.
    if (!/^\d/.test(outcome)) await sleep(20);
    return outcome;
  }

  /** Opens a connection that reads nothing until it is told to; null if it cannot. */
  async open(options: { allowHalfOpen?: boolean } = {}): Promise<Socket | null> {
    const { hostname: host, port } = new URL(this.target.url);
    const socket = connect({ host, port: Number(port), localAddress: this.target.address, ...options });
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', ({ code }: NodeJS.ErrnoException) => this.count(code ?? 'error'));
    await new Promise<void>((resolve) => socket.once('connect', resolve).once('close', () => resolve()));
    return socket.destroyed ? null : socket;
  }

  /** The text of a request for the company, for a connection of `open`. */
  text(method: string, path: string, headers: Record<string, string> = {}): string {
    const all = { Host: '127.0.0.1', ...this.authorization, ...headers };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
    return [`${method} ${this.base}${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
  }

  count(outcome: string, times = 1): void {
    if (!this.isClosed) this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + times;
  }

  expect(holds: boolean, promise: string): void {
    if (!holds) this.broken.push(promise);
  }

  /** Waits until the attack is over. */
  async rest(): Promise<void> {
    while (!this.isOver) await sleep(50);
  }

  /** Closes every connection; requests in progress fail. */
  close(): void {
    this.isClosed = true;
    this.agent.destroy();
    for (const socket of this.sockets) socket.destroy();
  }
}
