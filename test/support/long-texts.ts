import { v7 as uuidv7 } from 'uuid';
import type { Action } from '../../src/actions/store/action.entity.js';
import { Recommendation } from '../../src/actions/store/recommendation.entity.js';
import type { RunningApp } from './app.js';
import type { Tenant } from './tenant.js';

/** As many characters as a draft may have. */
export const longestText = (character: string): string => character.repeat(100_000);

/** The columns of an action whose texts have as many characters as they can. The largest have four bytes each in UTF-8. */
export const longestTexts = (character = 'x'): Partial<Action> => ({
  content: longestText(character),
  metadata: { final_content: longestText(character), more: 'x'.repeat(65_000) },
  reasoning: character.repeat(10_000),
  description: character.repeat(2_000),
});

/** Inserts a recommendation of ten alternatives with such texts; returns its id. */
export async function insertLongRecommendation(
  { dataSource }: RunningApp,
  { make, company }: Tenant,
  character?: string,
): Promise<string> {
  const id = uuidv7();
  const { id: invoiceId, customerId } = await make.anInvoice(company);
  const row = { id, companyId: company.id, customerId, invoiceId, source: 'agent', fingerprint: 'f' };
  await dataSource.manager.insert(Recommendation, row);
  for (let alternative = 0; alternative < 10; alternative += 1) {
    const isRecommended = alternative === 0;
    await make.anAction(company, {
      ...longestTexts(character),
      recommendationId: id,
      invoiceId,
      customerId,
      isRecommended,
    });
  }
  return id;
}
