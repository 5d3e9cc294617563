import { describe, expect, it } from '@jest/globals';
import { canonicalJson, sha256 } from '../../src/hashing.js';
import { useApp } from '../support/app.js';
import { expectIntactLogs } from '../support/intact-logs.js';
import { longestText } from '../support/long-texts.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

interface Entry {
  command: string;
  changes: { content?: { from: string | null; to: string } } | null;
}

/** Edits an action to texts of 100,000 characters, of which each has another first letter. */
async function editOften(times: number) {
  const tenant = await createTenant(app);
  const { make, company, client } = tenant;
  const { id } = await make.anAction(company, { content: null });
  const texts = Array.from({ length: times }, (_, index) => `${index} ${longestText('x').slice(10)}`);
  for (const content of texts) await client.request('patch', `/actions/${id}`).send({ content }).expect(200);
  return { ...tenant, id, texts };
}

describe('an action with many long edits', () => {
  it('can be read and decided, and has the latest entries of its log, with both texts of each edit', async () => {
    const { client, company, id, texts } = await editOften(15);
    const { body, text } = await client.detail(id).expect(200);
    const log: Entry[] = body.approval_log;
    expect(body).toMatchObject({ content: texts.at(-1), approval_log_truncated: true });
    expect(text.length).toBeLessThan(1_500_000);
    expect(log.length).toBeGreaterThan(2);
    expect(log.map(({ changes }) => changes!.content!.to)).toEqual(texts.slice(-log.length));
    expect(log.map(({ changes }) => changes!.content!.from)).toEqual(texts.slice(-log.length - 1, -1));
    expect((await client.perform('approve', id).expect(200)).body.status).toBe('processing');
    expect((await client.perform('reject', id, { reason: 'No.' }).expect(200)).body.status).toBe('cancelled');
    await expectIntactLogs(app, [company.id]);
  });

  it('has all entries in its paged log, also if a page is sent in batches', async () => {
    const { client, id, texts } = await editOften(9);
    const { body } = await client.get(`/actions/${id}/log`, { page_size: 500 }).expect(200);
    expect(body).toMatchObject({ count: 9, page: 1, page_size: 9 });
    expect(body.data.map(({ changes }: Entry) => changes!.content)).toEqual(
      texts.map((to, index) => ({ from: texts[index - 1] ?? null, to })),
    );
    const { text } = await client.get('/approval-log', { format: 'csv' }).expect(200);
    expect(text.startsWith('\uFEFFid,action_id,')).toBe(true);
    expect(text.split('\r\n')).toHaveLength(11);
    for (const content of texts) expect(text).toContain(content);
  });

  it('stores each text once in the log: as the text that the next edit replaced', async () => {
    const { id, texts } = await editOften(3);
    const rows = await app.dataSource.query<{ content: object }[]>(
      `SELECT changes -> 'content' AS content FROM approval_log WHERE action_id = $1 ORDER BY seq`,
      [id],
    );
    expect(rows.map(({ content }) => content)).toEqual(
      texts.map((text, index) => ({ from: texts[index - 1] ?? null, to_sha256: sha256(text) })),
    );
  });

  it('shows entries from before that rule, which have both texts', async () => {
    const { client, make, company } = await createTenant(app);
    const { id } = await make.anAction(company, { content: 'Two.' });
    await client.request('patch', `/actions/${id}`).send({ content: 'Three.' }).expect(200);
    const old = { content: { from: 'One.', to: 'Two.' }, urgency_score: { from: 1, to: 2 } };
    await app.dataSource.query(
      `INSERT INTO approval_log (id, company_id, action_id, seq, command, from_status, to_status, actor, changes, created_at, hash)
       OVERRIDING SYSTEM VALUE
       SELECT gen_random_uuid(), company_id, action_id, -seq, command, from_status, to_status, actor, $2, created_at, ''
       FROM approval_log WHERE action_id = $1`,
      [id, canonicalJson(old)],
    );
    const { body } = await client.detail(id).expect(200);
    expect(body.approval_log.map(({ changes }: Entry) => changes)).toEqual([
      old,
      { content: { from: 'Two.', to: 'Three.' } },
    ]);
  });

  it('has 100 entries at most in a response', async () => {
    const { client, make, company } = await createTenant(app);
    const { id } = await make.anAction(company);
    await client.perform('reject', id).expect(200);
    await app.dataSource.query(
      `INSERT INTO approval_log (id, company_id, action_id, command, from_status, to_status, actor, reason, created_at, hash)
       SELECT gen_random_uuid(), company_id, action_id, command, to_status, to_status, actor, n, created_at, ''
       FROM approval_log, generate_series(1, 99) n WHERE action_id = $1`,
      [id],
    );
    const whole = (await client.detail(id).expect(200)).body;
    expect(whole.approval_log).toHaveLength(100);
    expect(whole.approval_log_truncated).toBe(false);
    const { body } = await client.perform('reject', id, { reason: 'Again.' }).expect(200);
    expect(body.approval_log).toHaveLength(100);
    expect(body.approval_log_truncated).toBe(true);
    expect(body.approval_log[0].reason).toBe('1');
    expect(body.approval_log.at(-1).reason).toBe('Again.');
  });
});
