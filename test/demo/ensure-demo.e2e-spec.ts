import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createDemoCompany, createDemoToken } from '../../src/demo/demo-company.js';
import { readDemo, writeDemo } from '../../src/demo/demo-file.js';
import { ensureDemo } from '../../src/demo/ensure-demo.js';
import { TokensService } from '../../src/tenancy/tokens.service.js';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';

const app = useApp();
const URL = 'http://127.0.0.1:3000';
let folder: string;

beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'daybook-demo-'))));
afterAll(() => rm(folder, { recursive: true }));

it('continues filling the demo company after an interruption, replaces a revoked token, and otherwise changes nothing', async () => {
  const company_id = await createDemoCompany(app.nest);
  const interrupted = {
    base_url: URL,
    company_id,
    token: await createDemoToken(app.nest, company_id),
    filled: false,
  };
  await writeDemo(folder, interrupted);

  const filled = await ensureDemo(app.nest, folder, URL);
  expect(filled).toMatchObject({ company_id, token: interrupted.token });
  expect(await readDemo(folder)).toEqual({ ...interrupted, filled: true });
  const client = (token: string) => new Client(app.url, token, { id: company_id });
  const { count } = (await client(filled.token).list().expect(200)).body;
  expect(count).toBeGreaterThan(100);

  const listed = await app.nest.get(TokensService).list();
  await app.nest
    .get(TokensService)
    .revoke(listed.find(({ company_ids }) => company_ids.includes(company_id))!.id);
  const renewed = await ensureDemo(app.nest, folder, URL);
  expect(renewed.company_id).toBe(company_id);
  await client(filled.token).list().expect(401);
  expect((await client(renewed.token).list().expect(200)).body.count).toBe(count);

  await ensureDemo(app.nest, folder, URL);
  expect((await readDemo(folder))!.token).toBe(renewed.token);
});
