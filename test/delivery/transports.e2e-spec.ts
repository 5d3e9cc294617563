import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OutgoingMessage } from '../../src/delivery/mail/outgoing-message.js';
import { SandboxTransport } from '../../src/delivery/mail/sandbox-transport.js';
import { SmtpTransport } from '../../src/delivery/mail/smtp-transport.js';
import { aFolder } from '../support/folders.js';
import { smtpError, SmtpSink } from '../support/smtp-sink.js';

const MESSAGE: OutgoingMessage = {
  messageId: '<019aaf30-5e6f-7081-92a3-b4c5d6e7f809@harbourlane.example>',
  threadId: '<invoice-1042@harbourlane.example>',
  from: { name: 'Harbour Lane, Accounts', address: 'ar@harbourlane.example' },
  replyTo: 'reply@harbourlane.example',
  to: [{ name: 'Okafor, Ngozi <boss@evil.example>', address: 'ngozi@acme.example' }],
  cc: [{ name: null, address: 'second@acme.example' }],
  subject: 'Invoice INV-1042 is overdue',
  content: 'Dear Ms Okafor,\n<b>please</b> pay 100 €.\n.\nThanks',
  signature: 'Harbour Lane',
};

/** The header of a message, with folded lines joined. */
const headerOf = (raw: string): string => raw.split('\r\n\r\n')[0]!.replace(/\r\n\s+/g, ' ');

describe('SmtpTransport', () => {
  const sink = new SmtpSink();
  let transport: SmtpTransport;
  beforeAll(async () => {
    transport = new SmtpTransport(await sink.start(), 2_000);
  });
  afterAll(() => sink.stop());
  beforeEach(() => {
    sink.behaviour = {};
    sink.mails.length = 0;
  });

  const send = (change: Partial<OutgoingMessage> = {}) => transport.send({ ...MESSAGE, ...change });

  it('hands a message over to exactly its recipients, as text and as escaped HTML', async () => {
    expect(await send()).toEqual({ kind: 'sent', error: null, refused: [] });
    const [mail] = sink.mails;
    expect(mail).toMatchObject({
      from: 'ar@harbourlane.example',
      to: ['ngozi@acme.example', 'second@acme.example'],
      messageId: MESSAGE.messageId,
    });
    const header = headerOf(mail!.raw);
    expect(header).toContain('From: "Harbour Lane, Accounts" <ar@harbourlane.example>');
    expect(header).toContain('In-Reply-To: <invoice-1042@harbourlane.example>');
    expect(header).toContain('References: <invoice-1042@harbourlane.example>');
    expect(header).toContain('Reply-To: reply@harbourlane.example');
    expect(mail!.raw).toContain('&lt;b&gt;please&lt;/b&gt; pay 100 =E2=82=AC.<br>');
    expect(mail!.raw).toContain('-- =20\r\nHarbour Lane'.replace('-- =20', '--=20'));
  });

  it.each([
    [{ subject: 'Hello\r\nBcc: victim@evil.example' }],
    [{ to: [{ name: 'A\r\nBcc: victim@evil.example', address: 'ngozi@acme.example' }] }],
    [{ from: { name: 'B\nBcc: victim@evil.example', address: 'ar@harbourlane.example' } }],
    [{ to: [{ name: 'x@evil.example, "y', address: 'ngozi@acme.example' }] }],
  ])('adds no header and no recipient for %j', async (change) => {
    await send(change);
    const [mail] = sink.mails;
    expect(mail!.to).toEqual(['ngozi@acme.example', 'second@acme.example']);
    expect(headerOf(mail!.raw)).not.toMatch(/^bcc:/im);
  });

  it('reports a temporary refusal, and the response without addresses', async () => {
    sink.behaviour = { onData: () => smtpError(451, '4.3.0 try later, ngozi@acme.example is busy') };
    expect(await send()).toEqual({
      kind: 'temporary',
      error: 'The mail server replied to DATA: 451 4.3.0 try later, … is busy',
      refused: [],
    });
  });

  it('reports a permanent refusal of all recipients with their addresses', async () => {
    sink.behaviour = { onRecipient: (address) => smtpError(550, `5.1.1 <${address}>: unknown`) };
    const outcome = await send();
    expect(outcome).toMatchObject({
      kind: 'permanent',
      refused: ['ngozi@acme.example', 'second@acme.example'],
    });
    expect(outcome.error).toMatch(/^The mail server replied to RCPT TO: 550 5\.1\.1 … unknown/);
    expect(sink.mails).toEqual([]);
  });

  it('sends to the others if one recipient is refused', async () => {
    sink.behaviour = {
      onRecipient: (address) => (address.startsWith('second') ? smtpError(550, 'unknown') : undefined),
    };
    expect(await send()).toEqual({
      kind: 'sent',
      error: 'The mail server refused 1 of the recipients. The mail server replied to RCPT TO: 550 unknown',
      refused: ['second@acme.example'],
    });
    expect(sink.mails[0]!.to).toEqual(['ngozi@acme.example']);
  });

  it.each(['before-accepting', 'after-accepting'] as const)(
    'does not know the outcome if the server closes the connection %s',
    async (drop) => {
      sink.behaviour = { drop };
      expect((await send()).kind).toBe('unknown');
    },
  );

  it('does not know the outcome if the reply to the message does not come in time', async () => {
    sink.behaviour = { delayMs: 4_000 };
    const outcome = await new SmtpTransport(transport['url'], 300).send(MESSAGE);
    expect(outcome).toEqual({
      kind: 'unknown',
      error: 'No reply to the e-mail (timeout): it may have been sent.',
      refused: [],
    });
  });

  it('may try again if the server does not listen, or is silent before it has the message', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket));
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const { port } = silent.address() as AddressInfo;
    const url = `smtp://127.0.0.1:${port}`;
    expect((await new SmtpTransport(url, 300).send(MESSAGE)).kind).toBe('temporary');
    sockets.forEach((socket) => socket.destroy());
    silent.close();
    expect((await new SmtpTransport('smtp://127.0.0.1:1', 1_000).send(MESSAGE)).kind).toBe('temporary');
  });
});

describe('SandboxTransport', () => {
  it('writes each message into one file, which a second attempt replaces', async () => {
    const folder = join(await aFolder(), 'outbox');
    const transport = new SandboxTransport(folder);
    expect(await transport.send(MESSAGE)).toEqual({ kind: 'sent', error: null, refused: [] });
    await transport.send(MESSAGE);
    const files = await readdir(folder);
    expect(files).toEqual(['019aaf30-5e6f-7081-92a3-b4c5d6e7f809@harbourlane.example.eml']);
    const eml = await readFile(join(folder, files[0]!), 'utf8');
    expect(headerOf(eml)).toContain(`Message-ID: ${MESSAGE.messageId}`);
  });

  it('may try again if the folder cannot be written', async () => {
    const folder = join(await aFolder(), 'outbox');
    await mkdir(join(folder, '..'), { recursive: true });
    await writeFile(folder, 'a file');
    expect(await new SandboxTransport(folder).send(MESSAGE)).toMatchObject({ kind: 'temporary' });
  });
});
