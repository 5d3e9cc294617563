import { expect } from '@jest/globals';
import { Transactions } from '../../src/database/transactions.js';
import type { RunningApp } from '../support/app.js';
import { personOf } from '../support/person.js';
import { anEmailAlternative, aRecommendation } from '../support/recommendation.js';
import { rehash } from '../support/tamper.js';
import { createTenantWithAgent, type TenantWithAgent } from '../support/tenant-with-agent.js';

const HOUR_MS = 3_600_000;

/** A company whose logs contain every command, of clients and of the system, and logs from before proposals and digests. */
export interface RichCompany extends TenantWithAgent {
  /** The ids of actions whose logs look as they did before proposals and digests were logged. */
  old: string[];
}

export async function createRichCompany(app: RunningApp): Promise<RichCompany> {
  const tenant = await createTenantWithAgent(app);
  const { client, contact } = tenant;
  const approved_by = contact.id;
  const person = await personOf(app, tenant, 'decider');
  await tenant.importLedger(
    `invoice_number,customer,due_date,amount,currency\n${Array.from({ length: 12 }, (_, n) => `P-${n},C${n % 3},2026-0${1 + (n % 6)}-10,${100 + n},USD`).join('\n')}\n`,
  );
  await tenant.runPolicy('2026-10-01');
  await tenant.runPolicy('2026-11-20');
  /** Recommends two alternatives on a new invoice; returns their ids. */
  const recommend = async (changes: object = {}, shared: object = {}) => {
    const first = {
      subject: 'Overdue',
      content: 'Dear Acme, …',
      evidence: [{ invoice: 'I-1', days: 21.5 }],
      confidence: 0.123456789,
      reasoning: 'The customer pays late.',
      metadata: { language: 'en', résumé: [1.5e-300, 9007199254740991, 1.1] },
      ...changes,
    };
    const alternatives = [anEmailAlternative(first), anEmailAlternative({ ...first, is_recommended: false })];
    const body = aRecommendation({ alternatives, ...shared });
    const response = await tenant.propose(await tenant.anOpenInvoice({}), body);
    if (response.status !== 201) throw new Error(JSON.stringify(response.body));
    return (response.body.actions as { id: string }[]).map(({ id }) => id) as [string, string];
  };
  const edit = (id: string, body: object) => client.request('patch', `/actions/${id}`).send(body).expect(200);
  const old: string[] = [];
  for (let round = 0; round < 3; round++) {
    const [approved] = await recommend();
    await edit(approved, { subject: `Overdue ${round}`, content: `A draft\u2028 of round ${round}.` });
    await edit(approved, { content: 'Another draft.', urgency_score: 77 });
    await edit(approved, {
      to: [{ name: 'Ada', address: 'ada@acme.example' }],
      cc: [{ address: 'ben@acme.example' }],
    });
    await client
      .perform('approve', approved, {
        approved_by,
        comment: 'Fine.',
        final_content: 'Final.',
        final_subject: 'Final',
      })
      .expect(200);
    const [proven] = await recommend();
    await person.client.request('patch', `/actions/${proven}`).send({ subject: 'Overdue!' }).expect(200);
    await person.client.perform('approve', proven).expect(200);
    const [rejected, promoted] = await recommend();
    await client.perform('reject', rejected, { reason: 'Too early.', approved_by }).expect(200);
    await client.perform('reject', rejected, { reason: 'Again.', approved_by }).expect(200);
    await edit(promoted, { scheduled_for: new Date(app.clock.now().getTime() + HOUR_MS).toISOString() });
    const [removed, other] = await recommend();
    await client.request('delete', `/actions/${removed}`).expect(200);
    await client.request('post', `/actions/${removed}/restore`).expect(200);
    await client.request('delete', `/actions/${other}`).expect(200);
    const [sent] = await recommend();
    await client
      .perform('send', sent, {
        channel_id: 'smtp',
        external_id: 'm-1',
        response_deadline: '2027-01-01T00:00:00Z',
      })
      .expect(200);
    const [completed] = await recommend();
    await client.perform('complete', completed).expect(200);
    const expires_at = new Date(app.clock.now().getTime() + HOUR_MS / 2).toISOString();
    await recommend({}, { expires_at });
    const [draft] = await recommend();
    await edit(draft, { content: 'An old edit.' });
    await edit(draft, { content: 'A later old edit.', subject: 'Old' });
    const [approvedLong] = await recommend();
    await client.perform('approve', approvedLong, { approved_by }).expect(200);
    old.push(draft, approvedLong, (await tenant.make.anAction(tenant.company)).id);
  }
  app.clock.advance(2 * HOUR_MS);
  await tenant.sweep();
  await makeOld(app, old);
  const commands = await tenant.select<{ command: string }>(
    'SELECT DISTINCT command FROM approval_log WHERE company_id = $1',
  );
  expect(commands.length).toBeGreaterThanOrEqual(12);
  return { ...tenant, old };
}

/** Removes what the logs of older versions do not have. */
async function makeOld(app: RunningApp, ids: readonly string[]): Promise<void> {
  await app.nest.get(Transactions).run(async (manager) => {
    await manager.query('SET LOCAL session_replication_role = replica');
    await manager.query(`DELETE FROM approval_log WHERE command = 'propose' AND action_id = ANY ($1)`, [ids]);
    await manager.query(
      'UPDATE approval_log SET proposal_sha256 = NULL, state_sha256 = NULL, approved_by_name = NULL, approved_by_proof = NULL WHERE action_id = ANY ($1)',
      [ids],
    );
    for (const id of ids) await rehash(manager, id);
  });
}
