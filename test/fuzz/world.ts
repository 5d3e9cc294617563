import assert from 'node:assert/strict';
import type { RunningApp } from '../support/app.js';
import { openDesk } from '../support/desk.js';
import { sql } from '../support/own-database.js';
import { v7 as uuidv7 } from 'uuid';

/** What a placeholder of a generated request can mean; which id that is shows only when the request is sent. */
export const COMPANIES = ['own', 'foreign', 'random', 'upper'] as const;
export const ACTIONS = ['fresh', 'used', 'binned', 'foreign', 'random', 'upper'] as const;
export const TOKENS = ['owner', 'reader', 'clerk', 'stranger', 'expired', 'revoked'] as const;
export const RECORDS = ['contact', 'customer', 'invoice'] as const;

const ACTIONS_AT_ONCE = 200;

/** Copies of one action, so that there are always some that nobody decided yet. */
const COPIES = `
  INSERT INTO action (
    id, company_id, customer_id, invoice_id, action_type, status, description, recommendation, recommendation_label,
    trigger_event, trigger_event_label, is_recommended, action_required, urgency_score, scheduled_for, content)
  SELECT gen_random_uuid(), company_id, customer_id, invoice_id, action_type, 'proposed', description, recommendation,
    recommendation_label, trigger_event, trigger_event_label, is_recommended, action_required, urgency_score,
    scheduled_for, content
  FROM action, generate_series(1, ${ACTIONS_AT_ONCE}) WHERE id = $1 RETURNING id`;

/**
 * The rows that generated requests speak of: a desk whose actions are decided, a shelf whose lists are read (both the
 * token's own, the second small, so that lists stay quick), and a foreign company that nothing may touch. On the desk
 * there is an invoice to propose something on; that of the shelf is another company's there, though the token's own.
 */
export async function openWorld(app: RunningApp, databaseUrl: string) {
  const [desk, shelf, foreign] = [await openDesk(app), await openDesk(app), await openDesk(app)];
  const own = [desk.company, shelf.company];
  const model = await desk.make.anAction(desk.company, { urgencyScore: 1 });
  const owing = await desk.make.aCustomer(desk.company);
  const owed = await desk.make.anInvoice(desk.company, { customerId: owing.id });
  const theirs = await foreign.make.anAction(foreign.company);
  const shelved = await shelf.make.anAction(shelf.company, { recommendation: 'wait', confidence: 0.5 });
  for (const status of ['proposed', 'scheduled', 'processing', 'completed', 'cancelled'] as const) {
    const { invoiceId, customerId } = shelved;
    await shelf.make.anAction(shelf.company, { status, invoiceId, customerId });
    await shelf.make.anAction(shelf.company, { status, deletedAt: new Date() });
  }
  const tokens: Record<string, string> = {
    owner: await desk.make.aToken(own),
    reader: await desk.make.aToken(own, { scopes: ['read'] }),
    clerk: await desk.make.aToken(own, { scopes: ['decide'] }),
    // Of nobody that a request speaks of: the foreign company's own may change it.
    stranger: (await openDesk(app)).token,
    expired: await desk.make.aToken(own, { expiresAt: new Date(Date.now() - 1_000) }),
    revoked: await desk.make.aToken(own, { revokedAt: new Date() }),
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
    // One action stays the used one for a while, so that commands, keys and versions meet on it.
    if (fresh.length % 20 === 0) used = id;
    return id;
  }
  async function refill(): Promise<void> {
    const rows = await sql<{ id: string }>(databaseUrl, COPIES, [model.id]);
    fresh.push(...rows.map(({ id }) => id));
    filling = undefined;
  }

  /** One that a person deleted. */
  async function binnedAction(): Promise<string> {
    const id = await untouchedAction();
    const bin = () => desk.client.request('delete', `/actions/${id}`);
    for (let answer = await bin(); answer.status !== 200; answer = await bin())
      assert.equal(answer.status, 503);
    return id;
  }

  const ids: Record<string, () => string | Promise<string>> = {
    'token.random': () => 'dbk_random',
    'contact.own': () => desk.contact.id,
    'contact.upper': () => desk.contact.id.toUpperCase(),
    'contact.foreign': () => foreign.contact.id,
    'customer.own': () => shelved.customerId,
    'customer.foreign': () => theirs.customerId,
    'invoice.own': () => shelved.invoiceId!,
    'invoice.foreign': () => theirs.invoiceId!,
    'customer.desk': () => owing.id,
    'customer.key': () => owing.externalId,
    'invoice.desk': () => owed.id,
    'invoice.number': () => owed.invoiceNumber,
    'company.own': () => desk.company.id,
    'company.shelf': () => shelf.company.id,
    'company.foreign': () => foreign.company.id,
    'company.upper': () => desk.company.id.toUpperCase(),
    'action.fresh': freshAction,
    'action.used': () => used,
    'action.binned': binnedAction,
    'action.foreign': () => theirs.id,
    'action.upper': async () => (await freshAction()).toUpperCase(),
  };
  return {
    desk,
    foreign,
    tokens,
    /** What `{{action.fresh}}` stands for; a random id where nothing is named so. */
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
export type World = Awaited<ReturnType<typeof openWorld>>;
