import type { INestApplicationContext } from '@nestjs/common';
import { CompaniesService } from '../tenancy/companies.service.js';
import { loadDemoCompany } from './demo-company.js';
import { type Demo, readDemo } from './demo-file.js';

/** The demo company of this data folder, loaded where there is none yet (or its database is gone). */
export async function ensureDemo(
  app: INestApplicationContext,
  dataDir: string,
): Promise<Pick<Demo, 'company_id' | 'token'>> {
  const demo = await readDemo(dataDir);
  if (demo && (await app.get(CompaniesService).ids()).includes(demo.company_id)) return demo;
  return loadDemoCompany(app, new Date().toISOString().slice(0, 10));
}
