import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { dataSourceOptions } from '../../src/database/data-source-options.js';
import { ENTITIES } from '../../src/schema.js';
import type { RunningApp } from '../support/app.js';
import { createMigratedDatabase } from '../support/database.js';
import { longestText, longestTexts } from '../support/long-texts.js';
import { killProcesses, type Server, startServer } from '../support/processes.js';
import { createTenant, type Tenant } from '../support/tenant.js';

const EMOJI = '😀';
const MB = 1024 * 1024;

let server: Server;
/** The server process and its database. */
let app: Pick<RunningApp, 'dataSource' | 'url'>;

beforeAll(async () => {
  const url = await createMigratedDatabase();
  server = await startServer({ DATABASE_URL: url, RATE_LIMIT_PER_MINUTE: '0', LOG_LEVEL: 'warn' }, ['api']);
  const options = { ...dataSourceOptions({ url, poolSize: 2 }), entities: ENTITIES };
  app = { dataSource: await new DataSource(options).initialize(), url: server.url };
}, 120_000);
afterAll(async () => {
  await killProcesses();
  await app.dataSource.destroy();
});

const newTenant = (): Promise<Tenant> => createTenant(app as RunningApp);

/** Copies an action so often, each copy with another urgency and on no recommendation. */
async function copyAction(id: string, copies: number): Promise<void> {
  const [{ columns }] = await app.dataSource.query(
    `SELECT string_agg(column_name, ', ') AS columns FROM information_schema.columns
     WHERE table_name = 'action' AND is_generated = 'NEVER' AND column_name NOT IN ('id', 'is_recommended')`,
  );
  for (let copy = 0; copy < copies; copy += 1) {
    await app.dataSource.query(
      `INSERT INTO action (id, is_recommended, ${columns}) SELECT gen_random_uuid(), false, ${columns} FROM action WHERE id = $1`,
      [id],
    );
  }
}

describe('70 recommendations from before the limits, with 9 MB of evidence each', () => {
  let tenant: Tenant;
  let ids: string[];

  beforeAll(async () => {
    tenant = await newTenant();
    const { make, company } = tenant;
    // Digits do not compress much: about 4 MB of 9 remain.
    await app.dataSource.query(
      `CREATE TABLE evidence AS SELECT string_agg(md5(n::text), '') AS text FROM generate_series(1, 281250) n`,
    );
    ids = [];
    for (let number = 0; number < 70; number += 1) {
      const { id: invoiceId, customerId } = await make.anInvoice(company);
      const recommendation = { id: uuidv7(), companyId: company.id, customerId, invoiceId };
      await app.dataSource.query(
        `INSERT INTO recommendation (id, company_id, customer_id, invoice_id, source, fingerprint) VALUES ($1, $2, $3, $4, 'agent', 'f')`,
        Object.values(recommendation),
      );
      const row = { recommendationId: recommendation.id, invoiceId, customerId };
      const { id } = await make.anAction(company, row);
      await app.dataSource.query(
        'UPDATE action SET evidence = to_jsonb((SELECT text FROM evidence)) WHERE id = $1',
        [id],
      );
      ids.push(id);
    }
  }, 300_000);

  it.each(['/actions?page_size=500', '/actions', '/recommendations', '/recommendations?page_size=100'])(
    'are listed by %s',
    async (path) => {
      const { body } = await tenant.client.get(path).expect(200);
      expect(body.count).toBe(70);
      expect(body.data).toHaveLength(Math.min(70, Number(/\d+$/.exec(path) ?? 20)));
    },
  );

  it('can be read and decided', async () => {
    const { client } = tenant;
    const [first, second, third] = ids;
    expect((await client.detail(first!).expect(200)).body.evidence).toHaveLength(9_000_000);
    expect((await client.perform('approve', first!).expect(200)).body.status).toBe('processing');
    expect((await client.perform('reject', second!).expect(200)).body.status).toBe('cancelled');
    const edit = client.request('patch', `/actions/${third!}`).send({ content: 'Dear Acme.' });
    expect((await edit.expect(200)).body.content).toBe('Dear Acme.');
  });
});

describe('an action with 124 edits of a text of 100,000 characters', () => {
  async function expectReadableAndDecidable({ client }: Tenant, id: string) {
    const { body } = await client.detail(id).expect(200);
    expect(body.approval_log_truncated).toBe(true);
    const edit = client.request('patch', `/actions/${id}`).send({ content: 'The last one.' });
    expect((await edit.expect(200)).body.content).toBe('The last one.');
    expect((await client.perform('approve', id).expect(200)).body.status).toBe('processing');
    expect((await client.perform('reject', id).expect(200)).body.status).toBe('cancelled');
    const log = await client.get(`/actions/${id}/log`, { page_size: 500 }).expect(200);
    expect(log.body.data).toHaveLength(log.body.count);
    expect(log.body.data.at(-3).changes.content.to).toBe('The last one.');
  }

  it('can be read and decided', async () => {
    const tenant = await newTenant();
    const { id } = await tenant.make.anAction(tenant.company);
    for (let number = 100; number < 224; number += 1) {
      const content = `${number}${longestText(EMOJI).slice(6)}`;
      await tenant.client.request('patch', `/actions/${id}`).send({ content }).expect(200);
    }
    await expectReadableAndDecidable(tenant, id);
  }, 120_000);

  it('can be read and decided if the log has both texts of each edit', async () => {
    const tenant = await newTenant();
    const { id } = await tenant.make.anAction(tenant.company);
    await app.dataSource.query(
      `INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, changes, created_at, hash)
       SELECT gen_random_uuid(), company_id, id, 'edit', status, status, 'desk',
         jsonb_build_object('content', jsonb_build_object('from', n || $2, 'to', (n + 1) || $2)), now(), ''
       FROM action, generate_series(1, 124) n WHERE id = $1`,
      [id, longestText(EMOJI)],
    );
    await expectReadableAndDecidable(tenant, id);
  }, 120_000);
});

describe('a page of 500 actions with the longest texts', () => {
  let tenant: Tenant;

  beforeAll(async () => {
    tenant = await newTenant();
    const { id } = await tenant.make.anAction(tenant.company, longestTexts(EMOJI));
    await copyAction(id, 499);
    // Both sides have loaded and compiled their code.
    for (let round = 0; round < 3; round += 1) await drain(await openPage(20));
  }, 300_000);

  async function openPage(size: number): Promise<IncomingMessage> {
    const headers = { authorization: `Token ${tenant.token}` };
    const path = `${app.url}/api/companies/${tenant.company.id}/actions?page_size=${size}`;
    const [response] = (await once(httpRequest(path, { headers }).end(), 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    return response;
  }

  /** Reads a response to its end; returns its bytes. */
  async function drain(response: IncomingMessage): Promise<number> {
    let bytes = 0;
    for await (const chunk of response) bytes += (chunk as Buffer).length;
    return bytes;
  }

  /** Bytes of physical memory that the server uses. */
  async function memory(): Promise<number> {
    const statm = await readFile(`/proc/${server.pid}/statm`, 'utf8');
    return Number(statm.split(' ')[1]) * 4_096;
  }

  it('has all of its rows, and the server never holds more than a part of them', async () => {
    const before = await memory();
    const response = await openPage(500);
    let [bytes, chunks, highest] = [0, 0, before];
    for await (const chunk of response) {
      bytes += (chunk as Buffer).length;
      if (chunks++ % 100 === 0) highest = Math.max(highest, await memory());
    }
    expect(response.complete).toBe(true);
    expect(bytes).toBeGreaterThan(500 * 1.2 * MB);
    expect((highest - before) / MB).toBeLessThan(150);
  }, 180_000);

  it('needs little memory for a slow reader, and serves others meanwhile', async () => {
    const before = await memory();
    const response = await openPage(500);
    let highest = before;
    for (let round = 0; round < 100; round += 1) {
      for (let chunk = 0; chunk < 16; chunk += 1) {
        if (response.read() === null) await once(response, 'readable');
      }
      await sleep(20);
      highest = Math.max(highest, await memory());
      if (round % 10 === 0) await tenant.client.list({ page_size: 1 }).expect(200);
    }
    response.destroy();
    expect((highest - before) / MB).toBeLessThan(100);
  }, 120_000);

  it('is cut off if the client stops reading, so that it does not look complete', async () => {
    const response = await openPage(500);
    const error = new Promise((resolve) => response.once('error', resolve));
    await sleep(65_000);
    response.resume();
    expect(await error).toMatchObject({ code: 'ECONNRESET' });
    expect(response.complete).toBe(false);
  }, 120_000);
});
