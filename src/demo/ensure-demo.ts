import type { INestApplicationContext } from '@nestjs/common';
import { CompaniesService } from '../tenancy/companies.service.js';
import { TokensService } from '../tenancy/tokens.service.js';
import { createDemoCompany, createDemoToken, fillDemoCompany } from './demo-company.js';
import { type Demo, readDemo, writeDemo } from './demo-file.js';

/**
 * The demo company of this data folder: made where there is none yet (or its database is gone), filled where that was
 * interrupted, with a new token where the old one does not work any more.
 */
export async function ensureDemo(
  app: INestApplicationContext,
  dataDir: string,
  baseUrl: string,
): Promise<Demo> {
  const known = await readDemo(dataDir);
  const isThere = known && (await app.get(CompaniesService).ids()).includes(known.company_id);
  const company_id = isThere ? known.company_id : await createDemoCompany(app);
  const isLive = isThere && (await app.get(TokensService).authenticate(known.token)) !== null;
  const token = isLive ? known.token : await createDemoToken(app, company_id);
  const demo: Demo = { base_url: baseUrl, company_id, token, filled: Boolean(isThere && known.filled) };
  await writeDemo(dataDir, demo);
  if (!demo.filled) {
    await fillDemoCompany(app, company_id, new Date().toISOString().slice(0, 10));
    await writeDemo(dataDir, { ...demo, filled: true });
  }
  return demo;
}
