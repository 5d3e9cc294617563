import { utcDay } from '../time/calendar-date.js';
import type { INestApplicationContext } from '@nestjs/common';
import { CompaniesService } from '../tenancy/companies.service.js';
import { TokensService } from '../tenancy/tokens.service.js';
import { createDemoCompany, createDemoToken, fillDemoCompany } from './demo-company.js';
import { type Demo, readDemo, writeDemo } from './demo-file.js';

/**
 * Ensures that the data directory has a usable demo company: creates it if it or its database is missing, continues filling it
 * after an interruption, and replaces a token that is no longer valid.
 */
export async function ensureDemo(
  app: INestApplicationContext,
  dataDir: string,
  baseUrl: string,
): Promise<Demo> {
  const stored = await readDemo(dataDir);
  const exists = stored && (await app.get(CompaniesService).ids()).includes(stored.company_id);
  const company_id = exists ? stored.company_id : await createDemoCompany(app);
  const isTokenValid = exists && (await app.get(TokensService).authenticate(stored.token)) !== null;
  const token = isTokenValid ? stored.token : await createDemoToken(app, company_id);
  const demo: Demo = { base_url: baseUrl, company_id, token, filled: Boolean(exists && stored.filled) };
  await writeDemo(dataDir, demo);
  if (!demo.filled) {
    await fillDemoCompany(app, company_id, utcDay(new Date()));
    await writeDemo(dataDir, { ...demo, filled: true });
  }
  return demo;
}
