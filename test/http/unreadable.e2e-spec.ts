import net from 'node:net';
import { expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';

const app = useApp();

/** What comes back for bytes that no HTTP client would send. */
async function answerTo(bytes: string): Promise<{ head: string; body: string }> {
  const { hostname, port } = new URL(app.url);
  const socket = net.connect(Number(port), hostname);
  socket.write(Buffer.from(bytes, 'latin1'));
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  const [head, body] = text.split('\r\n\r\n');
  return { head: head!, body: body! };
}

it.each([
  ['no HTTP at all', 'hello\r\n\r\n', 400, 'parse_error'],
  ['a raw byte in the path', 'GET /api/\xe9 HTTP/1.1\r\nHost: x\r\n\r\n', 400, 'parse_error'],
  ['a NUL in a header', 'GET /api HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n', 400, 'parse_error'],
  [
    'two lengths',
    'POST /api HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    400,
    'parse_error',
  ],
  ['20 kB of headers', `GET /api HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`, 413, 'too_large'],
])('%s has the one shape of errors too', async (_, bytes, status, code) => {
  const { head, body } = await answerTo(bytes);
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(head).toContain('Content-Type: application/problem+json');
  const problem = JSON.parse(body) as Record<string, unknown>;
  expect(problem).toMatchObject({ status, code, type: `urn:daybook:problem:${code.replace('_', '-')}` });
  expect(head).toContain(`X-Request-Id: ${String(problem.request_id)}`);
});

it('and HEAD gets the head alone', async () => {
  const { head, body } = await answerTo('HEAD /api/\xe9 HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1.1 400 /);
  expect(body).toBe('');
});
