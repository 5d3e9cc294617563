import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import ipaddr from 'ipaddr.js';
import { publicLookup } from '../../../src/events/webhooks/sending/guarded-agents.js';
import { WebhookSender } from '../../../src/events/webhooks/sending/webhook-sender.js';
import { useApp } from '../../support/app.js';
import { Receiver } from './receiver.js';

type Answer = (family: 4 | 6, question: number) => string | null;

/** A name server whose answers a test chooses; null for a name without an address of the family. */
class NameServer {
  answer: Answer = () => null;
  /** By family. */
  questions = { 4: 0, 6: 0 };
  private socket: Socket;

  async start(): Promise<string> {
    this.socket = createSocket('udp4').on('message', (message, { port, address }) =>
      this.socket.send(this.reply(message), port, address),
    );
    this.socket.bind(0, '127.0.0.1');
    await once(this.socket, 'listening');
    return `127.0.0.1:${this.socket.address().port}`;
  }

  stop(): void {
    this.socket.close();
  }

  private reply(message: Buffer): Buffer {
    let end = 12;
    while (message[end] !== 0) end += message[end]! + 1;
    const question = message.subarray(12, end + 5);
    const family = message.readUInt16BE(end + 1) === 1 ? 4 : 6;
    this.questions[family] += 1;
    const address = this.answer(family, this.questions[family]);
    const header = Buffer.from([...message.subarray(0, 2), 0x81, 0x80, 0, 1, 0, address ? 1 : 0, 0, 0, 0, 0]);
    if (!address) return Buffer.concat([header, question]);
    const bytes = ipaddr.parse(address).toByteArray();
    // A pointer to the name in the question, type, class IN, a life of 0 seconds, and the address.
    const record = [0xc0, 12, 0, family === 4 ? 1 : 28, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes];
    return Buffer.concat([header, question, Buffer.from(record)]);
  }
}

const always =
  (address: string): Answer =>
  (family) =>
    isIP(address) === family ? address : null;

/** A global address, which IANA has assigned to nobody. No test connects to it. */
const UNASSIGNED = '3000::1';

const app = useApp();
const receiver = new Receiver();
const names = new NameServer();
let sender: WebhookSender;

beforeAll(async () => {
  await receiver.start();
  sender = app.nest.get(WebhookSender);
  sender.resolver.setServers([await names.start()]);
});
beforeEach(() => {
  names.questions = { 4: 0, 6: 0 };
});
afterAll(async () => {
  await receiver.stop();
  names.stop();
});

const post = (host: string) => sender.post(`http://${host}:${receiver.port}/`, {}, '{}');

it.each([
  '127.0.0.1',
  '127.1',
  '0x7f.1',
  '2130706433',
  '017700000001',
  '127.0.0.1.',
  '0',
  'localhost',
  'localhost.',
  '[::1]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[2002:7f00:1::]',
  '[fd00:ec2::254]',
  '169.254.169.254',
  '100.100.100.200',
  '10.0.0.1',
])('nothing is sent to %s', async (host) => {
  expect(await post(host)).toMatchObject({ error: 'address_not_allowed', statusCode: null });
  expect(receiver.received).toEqual([]);
});

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '169.254.169.254',
  '100.64.0.1',
  '168.63.129.16',
  '0.0.0.0',
  '::1',
  'fd00::1',
])('nothing is sent to a name whose address is %s', async (address) => {
  names.answer = always(address);
  expect(await post('hooks.acme.example')).toMatchObject({ error: 'address_not_allowed' });
  expect(receiver.received).toEqual([]);
});

it('one private address among public ones is enough to refuse a name', async () => {
  names.answer = (family) => (family === 6 ? UNASSIGNED : '127.0.0.1');
  expect(await post('hooks.acme.example')).toMatchObject({ error: 'address_not_allowed' });
});

it('a name is looked up once for an attempt, so that the address that was checked is the one to connect to', async () => {
  const lookUp = promisify(publicLookup(sender.resolver));
  names.answer = (family, question) => always(question === 1 ? UNASSIGNED : '127.0.0.1')(family, question);
  expect(await lookUp('rebinding.example', { all: true })).toEqual([{ address: UNASSIGNED, family: 6 }]);
  expect(names.questions).toEqual({ 4: 1, 6: 1 });
  await expect(lookUp('rebinding.example', { all: true })).rejects.toMatchObject({
    code: 'address_not_allowed',
  });
  expect(await post('rebinding.example')).toMatchObject({ error: 'address_not_allowed' });
  expect(receiver.received).toEqual([]);
});

it('a name without an address has the error dns', async () => {
  names.answer = () => null;
  expect(await post('nowhere.example')).toMatchObject({ error: 'dns' });
});
