import net from 'node:net';
import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';

const app = useApp();

/** Sends raw bytes, and splits the response. */
async function responseTo(bytes: string): Promise<{ head: string; body: string }> {
  const { hostname, port } = new URL(app.url);
  const socket = net.connect(Number(port), hostname);
  socket.write(Buffer.from(bytes, 'latin1'));
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  const [head, body] = text.split('\r\n\r\n');
  return { head: head!, body: body! };
}

it.each([
  ['a text that is not HTTP', 'hello\r\n\r\n', 400, 'parse_error'],
  ['a raw byte in the path', 'GET /api/\xe9 HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'parse_error'],
  ['a NUL in a header', 'GET /api HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n', 400, 'parse_error'],
  [
    'two Content-Length headers',
    'POST /api HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    400,
    'parse_error',
  ],
  ['20 kB of headers', `GET /api HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`, 413, 'too_large'],
])('responds to %s with a problem document', async (_, bytes, status, code) => {
  const { head, body } = await responseTo(bytes);
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toContain('Content-Type: application/problem+json');
  const problem = JSON.parse(body) as Record<string, unknown>;
  expect(problem).toMatchObject({ status, code, type: `urn:daybook:problem:${code.replace('_', '-')}` });
  expect(head).toContain(`X-Request-Id: ${String(problem.request_id)}`);
});

it('responds to an invalid HEAD request without a body', async () => {
  const { head, body } = await responseTo('HEAD /api/\xe9 HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1.1 400 /);
  expect(body).toBe('');
});
