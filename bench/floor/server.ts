/**
 * The floor: the least that a server of the same answers and the same transactions does. node:http and pg, with prepared statements, as
 * many connections as the product by default; no framework, no token, no checks, no log, no limits.
 */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import type { Read } from '../rows/view-rows.js';
import { decide, decideAll } from './decide.js';
import { putLedger } from './put-ledger.js';
import { recommend } from './recommend.js';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const reads = JSON.parse(await readFile(process.env.READS!, 'utf8')) as Record<string, Read>;
const COMMAND = /^\/api\/companies\/([^/]+)\/actions\/([^/]+)\/(approve|send)$/;
const WRITE = /^\/api\/companies\/([^/]+)\/(recommendations|ledger)$/;

const server = createServer(async (request, response) => {
  try {
    const result = await answer(request);
    response.setHeader('content-type', 'application/json').end(JSON.stringify(result));
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

async function answer(request: IncomingMessage): Promise<unknown> {
  const read = reads[request.url!];
  if (read) {
    const { rows } = await pool.query<{ total_count?: number }>(read);
    return { count: rows[0]?.total_count, data: rows };
  }
  const [, company, id, command] = COMMAND.exec(request.url!) ?? [];
  const body = JSON.parse(await textOf(request)) as { ids: string[] };
  if (command === 'approve' || command === 'send') {
    if (id === 'bulk') return decideAll(pool, company!, body.ids, command);
    return decide(pool, company!, id!, command);
  }
  const [, owner, what] = WRITE.exec(request.url!)!;
  return what === 'ledger' ? putLedger(pool, owner!, body as never) : recommend(pool, owner!, body as never);
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return text || '{}';
}
