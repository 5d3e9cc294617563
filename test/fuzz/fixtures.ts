import assert from 'node:assert/strict';
import type { RunningApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { sql } from '../support/database.js';
import { v7 as uuidv7 } from 'uuid';

/** The placeholders of generated requests; ids are filled in when a request is sent. */
export const COMPANIES = ['own', 'foreign', 'random', 'upper'] as const;
export const ACTIONS = ['fresh', 'used', 'deleted', 'foreign', 'random', 'upper'] as const;
export const TOKENS = ['owner', 'reader', 'clerk', 'stranger', 'expired', 'revoked'] as const;
export const RECORDS = ['contact', 'customer', 'invoice'] as const;

const ACTIONS_AT_ONCE = 200;

/** Copies one action, so that there are always undecided ones. */
const COPIES = `
  INSERT INTO action (
    id, company_id, customer_id, invoice_id, action_type, status, description, recommendation, recommendation_label,
    trigger_event, trigger_event_label, is_recommended, action_required, urgency_score, scheduled_for, content)
  SELECT gen_random_uuid(), company_id, customer_id, invoice_id, action_type, 'proposed', description, recommendation,
    recommendation_label, trigger_event, trigger_event_label, is_recommended, action_required, urgency_score,
    scheduled_for, content
  FROM action, generate_series(1, ${ACTIONS_AT_ONCE}) WHERE id = $1 RETURNING id`;

/**
 * The rows that generated requests refer to, in three companies: `written`, whose actions are decided; `small`, which is
 * mostly read, so that its lists stay fast; and `foreign`, which the tokens cannot reach and which must never change.
 * `written` has an invoice for recommendations; the invoice of `small` belongs to another company there.
 */
export async function createFixtures(app: RunningApp, databaseUrl: string) {
  const [written, small, foreign] = [
    await createTenant(app),
    await createTenant(app),
    await createTenant(app),
  ];
  const own = [written.company, small.company];
  const model = await written.make.anAction(written.company, { urgencyScore: 1 });
  const owing = await written.make.aCustomer(written.company);
  const owed = await written.make.anInvoice(written.company, { customerId: owing.id });
  const theirs = await foreign.make.anAction(foreign.company);
  const read = await small.make.anAction(small.company, { recommendation: 'wait', confidence: 0.5 });
  for (const status of ['proposed', 'scheduled', 'processing', 'completed', 'cancelled'] as const) {
    const { invoiceId, customerId } = read;
    await small.make.anAction(small.company, { status, invoiceId, customerId });
    await small.make.anAction(small.company, { status, deletedAt: new Date() });
  }
  const tokens: Record<string, string> = {
    owner: await written.make.aToken(own),
    reader: await written.make.aToken(own, { scopes: ['read'] }),
    clerk: await written.make.aToken(own, { scopes: ['decide'] }),
    // Of a fourth company: a token of `foreign` could change it.
    stranger: (await createTenant(app)).token,
    expired: await written.make.aToken(own, { expiresAt: new Date(Date.now() - 1_000) }),
    revoked: await written.make.aToken(own, { revokedAt: new Date() }),
  };
  const fresh: string[] = [];
  let used = model.id;
  let filling: Promise<void> | undefined;

  async function untouchedAction(): Promise<string> {
    while (fresh.length === 0) await (filling ??= refill());
    return fresh.pop()!;
  }
  async function freshAction(): Promise<string> {
    const id = await untouchedAction();
    // Every twentieth action is used repeatedly, so that commands, keys and versions collide on it.
    if (fresh.length % 20 === 0) used = id;
    return id;
  }
  async function refill(): Promise<void> {
    const rows = await sql<{ id: string }>(databaseUrl, COPIES, [model.id]);
    fresh.push(...rows.map(({ id }) => id));
    filling = undefined;
  }

  /** An action that was deleted through the API. */
  async function deletedAction(): Promise<string> {
    const id = await untouchedAction();
    const bin = () => written.client.request('delete', `/actions/${id}`);
    for (let answer = await bin(); answer.status !== 200; answer = await bin())
      assert.equal(answer.status, 503);
    return id;
  }

  const ids: Record<string, () => string | Promise<string>> = {
    'token.random': () => 'dbk_random',
    'contact.own': () => written.contact.id,
    'contact.upper': () => written.contact.id.toUpperCase(),
    'contact.foreign': () => foreign.contact.id,
    'customer.own': () => read.customerId,
    'customer.foreign': () => theirs.customerId,
    'invoice.own': () => read.invoiceId!,
    'invoice.foreign': () => theirs.invoiceId!,
    'customer.written': () => owing.id,
    'customer.key': () => owing.externalId,
    'invoice.written': () => owed.id,
    'invoice.number': () => owed.invoiceNumber,
    'company.own': () => written.company.id,
    'company.small': () => small.company.id,
    'company.foreign': () => foreign.company.id,
    'company.upper': () => written.company.id.toUpperCase(),
    'action.fresh': freshAction,
    'action.used': () => used,
    'action.deleted': deletedAction,
    'action.foreign': () => theirs.id,
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
