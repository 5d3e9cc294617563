/**
 * The noisy company: a process that repeats requests until it is stopped, with the lowest priority, so that its own work does not
 * slow the server. Reads the responses without keeping them. Arguments: URL and token; the requests come as JSON on the standard input.
 */
import { request } from 'node:http';
import { setPriority } from 'node:os';
import { text } from 'node:stream/consumers';
import type { HttpRequest } from '../load/load.js';

const [url, token] = process.argv.slice(2);
const { requests, connections } = JSON.parse(await text(process.stdin)) as {
  requests: HttpRequest[];
  connections: number;
};
setPriority(19);
let next = 0;
const send = (): void => {
  const { method, path, body } = requests[(next += 1) % requests.length]!;
  const headers = {
    authorization: `Token ${token}`,
    'content-type': 'application/json',
    ...(body && { 'content-length': Buffer.byteLength(body) }),
  };
  request(url + path, { method, headers }, (response) =>
    response.resume().on('close', () => setImmediate(send)),
  )
    .on('error', () => setTimeout(send, 100))
    .end(body);
};
for (let connection = 0; connection < connections; connection++) send();
