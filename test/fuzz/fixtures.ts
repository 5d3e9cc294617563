import type { Action } from '../../src/actions/store/action.entity.js';
import type { RunningApp } from '../support/app.js';
import { aRecommendation } from '../support/recommendation.js';
import { createTenant, type Tenant } from '../support/tenant.js';
import { sql } from '../support/database.js';
import { disposableRecords } from './disposable-records.js';
import { v7 as uuidv7 } from 'uuid';

/** The placeholders of generated requests, which `resolve` replaces when a request is sent. */
export const COMPANIES = ['own', 'foreign', 'random', 'upper'] as const;
export const ACTIONS = ['fresh', 'used', 'deleted', 'foreign', 'random', 'upper'] as const;
export const TOKENS = ['owner', 'reader', 'clerk', 'stranger', 'expired', 'revoked'] as const;
export const RECORDS = ['contact', 'customer', 'invoice'] as const;

const REFILL_SIZE = 200;

/** Copies one action, which is not recommended, so that undecided actions never run out. */
const COPY_ACTION = `
  INSERT INTO action (
    id, company_id, customer_id, invoice_id, action_type, status, description, recommendation, recommendation_label,
    trigger_event, trigger_event_label, is_recommended, action_required, urgency_score, scheduled_for, content)
  SELECT gen_random_uuid(), company_id, customer_id, invoice_id, action_type, 'proposed', description, recommendation,
    recommendation_label, trigger_event, trigger_event_label, is_recommended, action_required, urgency_score,
    scheduled_for, content
  FROM action, generate_series(1, ${REFILL_SIZE}) WHERE id = $1 RETURNING id`;

/** Copies of an action, of which each is drawn once. */
class UnusedActions {
  private readonly ids: string[] = [];
  private filling: Promise<void> | undefined;

  constructor(
    private readonly databaseUrl: string,
    private readonly template: string,
  ) {}

  async next(): Promise<string> {
    while (this.ids.length === 0) await (this.filling ??= this.refill());
    return this.ids.pop()!;
  }

  private async refill(): Promise<void> {
    const rows = await sql<{ id: string }>(this.databaseUrl, COPY_ACTION, [this.template]);
    this.ids.push(...rows.map(({ id }) => id));
    this.filling = undefined;
  }
}

/**
 * Creates the rows that generated requests refer to, in three companies: `written` gets the commands; `small` is mostly read, so
 * that its lists stay fast; `foreign` must never change, because no token has access to it. `written` has a customer and an invoice
 * for recommendations.
 */
export async function createFixtures(app: RunningApp, databaseUrl: string) {
  const [written, small, foreign] = [
    await createTenant(app),
    await createTenant(app),
    await createTenant(app),
  ];
  const own = [written.company, small.company];
  const template = await written.make.anAction(written.company, { urgencyScore: 1, isRecommended: false });
  const callTemplate = await written.make.anAction(written.company, {
    urgencyScore: 1,
    isRecommended: false,
    actionType: 'call',
  });
  const debtor = await written.make.aCustomer(written.company);
  const openInvoice = await written.make.anInvoice(written.company, { customerId: debtor.id });
  const recommend = async ({ client }: Tenant, { invoiceId }: Action): Promise<string> =>
    (
      await client
        .request('post', '/recommendations')
        .send(aRecommendation({ invoice_id: invoiceId }))
        .expect(201)
    ).body.id;
  // Alternatives, because their invoices get another recommended action.
  const foreignAction = await foreign.make.anAction(foreign.company, { isRecommended: false });
  const smallAction = await small.make.anAction(small.company, {
    recommendation: 'wait',
    confidence: 0.5,
    isRecommended: false,
  });
  for (const status of ['proposed', 'scheduled', 'processing', 'completed', 'cancelled'] as const) {
    const { invoiceId, customerId } = smallAction;
    await small.make.anAction(small.company, { status, invoiceId, customerId, isRecommended: false });
    await small.make.anAction(small.company, { status, deletedAt: new Date() });
  }
  const recommendations = {
    own: await recommend(small, smallAction),
    foreign: await recommend(foreign, foreignAction),
  };
  const tokens: Record<string, string> = {
    owner: await written.make.aToken(own),
    reader: await written.make.aToken(own, { scopes: ['read'] }),
    clerk: await written.make.aToken(own, { scopes: ['decide'] }),
    // Belongs to a fourth company, because a token of `foreign` could change that one.
    stranger: (await createTenant(app)).token,
    expired: await written.make.aToken(own, { expiresAt: new Date(Date.now() - 1_000) }),
    revoked: await written.make.aToken(own, { revokedAt: new Date() }),
  };
  const emails = new UnusedActions(databaseUrl, template.id);
  const calls = new UnusedActions(databaseUrl, callTemplate.id);
  let used = template.id;
  let drawn = 0;

  async function freshAction(): Promise<string> {
    const id = await emails.next();
    // Every 20th action is used repeatedly, so that commands, keys and versions collide on it.
    if (drawn++ % 20 === 0) used = id;
    return id;
  }

  const ids: Record<string, () => string | Promise<string>> = {
    'token.random': () => 'dbk_random',
    'contact.own': () => written.contact.id,
    'contact.upper': () => written.contact.id.toUpperCase(),
    'contact.foreign': () => foreign.contact.id,
    'customer.own': () => smallAction.customerId,
    'customer.foreign': () => foreignAction.customerId,
    'invoice.own': () => smallAction.invoiceId!,
    'invoice.foreign': () => foreignAction.invoiceId!,
    'recommendation.own': () => recommendations.own,
    'recommendation.foreign': () => recommendations.foreign,
    'customer.written': () => debtor.id,
    'customer.key': () => debtor.externalId,
    'invoice.written': () => openInvoice.id,
    'invoice.number': () => openInvoice.invoiceNumber,
    'company.own': () => written.company.id,
    'company.small': () => small.company.id,
    'company.foreign': () => foreign.company.id,
    'company.upper': () => written.company.id.toUpperCase(),
    'action.fresh': freshAction,
    'action.used': () => used,
    ...disposableRecords(written, written.client.as(tokens.owner!), (actionType) =>
      (actionType === 'email' ? emails : calls).next(),
    ),
    'action.foreign': () => foreignAction.id,
    'action.upper': async () => (await freshAction()).toUpperCase(),
  };
  return {
    written,
    foreign,
    tokens,
    /** Replaces placeholders such as `{{action.fresh}}`; an unknown one becomes a random id. */
    async resolve(text: string): Promise<string> {
      const parts = text.split(/\{\{([a-z.]+)\}\}/);
      for (let at = 1; at < parts.length; at += 2) {
        const [kind, which] = parts[at]!.split('.') as [string, string];
        const value = kind === 'token' ? tokens[which] : await ids[parts[at]!]?.();
        parts[at] = value ?? uuidv7();
      }
      return parts.join('');
    },
  };
}
export type Fixtures = Awaited<ReturnType<typeof createFixtures>>;
