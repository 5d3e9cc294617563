import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { IdempotencyKey } from '../../src/operations/idempotency-key.entity.js';
import { Idempotency } from '../../src/operations/idempotency.js';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { createTenant } from '../support/tenant.js';
import { retryOn503 } from '../support/retry-on-503.js';

const app = useApp();

async function anApprovable() {
  const tenant = await createTenant(app);
  const { id } = await tenant.make.anAction(tenant.company);
  const approve = (key: string, body: object = { comment: 'yes' }) =>
    tenant.client.perform('approve', id, body).set('Idempotency-Key', key);
  const log = async () => (await tenant.client.detail(id)).body.approval_log as object[];
  return { ...tenant, id, approve, log };
}

const said = ({ status, headers, text }: Response) => ({
  status,
  text,
  etag: headers.etag,
  type: headers['content-type'],
});

describe('Idempotency-Key', () => {
  it('gives the same request the same stored answer, and one effect', async () => {
    const { approve, log } = await anApprovable();
    const first = await approve('k1').expect(200);
    const second = await approve('k1').expect(200);
    expect(said(second)).toEqual(said(first));
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await log()).toHaveLength(1);
  });

  it('stores invalid_state too, to the letter', async () => {
    const { client, id, approve } = await anApprovable();
    await client.perform('complete', id).expect(200);
    const first = await approve('k1').expect(400);
    const second = await approve('k1').expect(400);
    expect(first.body.code).toBe('invalid_state');
    expect(said(second)).toEqual(said(first));
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it('stores nothing else: what was refused for its shape may be mended under the same key', async () => {
    const { approve, contact } = await anApprovable();
    await approve('k1', { approved_by: '00000000-0000-7000-8000-000000000000' }).expect(400);
    await approve('k1', { approved_by: contact.id }).expect(200);
  });

  it('answers 422 where the key comes with another body, or another If-Match', async () => {
    const { approve, log } = await anApprovable();
    await approve('k1').expect(200);
    const other = await approve('k1', { comment: 'no' }).expect(422);
    expect(other.body.code).toBe('idempotency_mismatch');
    await approve('k1').set('If-Match', '"1"').expect(422);
    expect(await log()).toHaveLength(1);
  });

  it('is one key for each path, token and company', async () => {
    const { make, company, client, id, approve } = await anApprovable();
    const { id: sibling } = await make.anAction(company);
    const colleague = new Client(app.url, await make.aToken([company]), company);
    await approve('k1').expect(200);
    await client.perform('approve', sibling).set('Idempotency-Key', 'k1').expect(200);
    const { body } = await colleague
      .perform('approve', id, { comment: 'yes' })
      .set('Idempotency-Key', 'k1')
      .expect(400);
    expect(body.code).toBe('invalid_state');
  });

  it('lets a hundred simultaneous duplicates have one effect: the answer, or 409 while it is under way', async () => {
    const { approve, log } = await anApprovable();
    const answers = await Promise.all(Array.from({ length: 100 }, () => retryOn503(() => approve('k1'))));
    const [done, waiting] = [200, 409].map((status) => answers.filter((answer) => answer.status === status));
    expect(done!.length + waiting!.length).toBe(100);
    expect(new Set(done!.map(({ text }) => text)).size).toBe(1);
    expect(
      waiting!.every(
        ({ body, headers }) => body.code === 'idempotency_in_flight' && headers['retry-after'] === '1',
      ),
    ).toBe(true);
    expect(await log()).toHaveLength(1);
    expect((await approve('k1').expect(200)).text).toBe(done![0]!.text);
  });

  it.each(['', 'x'.repeat(256), 'grün', 'a\tb'])('is refused as %j', async (key) => {
    const { client, id } = await anApprovable();
    const { body } = await client
      .perform('approve', id)
      .set('Idempotency-Key', Buffer.from(key).toString('latin1'))
      .expect(400);
    expect(body.errors).toEqual([
      { in: 'header', field: 'Idempotency-Key', code: 'format', detail: expect.stringContaining('255') },
    ]);
  });

  it('is kept for 24 hours, then swept and new again', async () => {
    const { approve, company } = await anApprovable();
    await approve('k1').expect(200);
    const rows = app.dataSource.getRepository(IdempotencyKey);
    const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000);
    await rows.update({ companyId: company.id }, { createdAt: hoursAgo(23.9) });
    await app.nest.get(Idempotency).sweep();
    await approve('k1').expect(200);
    await rows.update({ companyId: company.id }, { createdAt: hoursAgo(24.1) });
    expect((await approve('k1').expect(400)).body.code).toBe('invalid_state');
    await rows.update({ companyId: company.id }, { createdAt: hoursAgo(24.1) });
    await app.nest.get(Idempotency).sweep();
    expect(await rows.countBy({ companyId: company.id })).toBe(0);
  });

  it('keeps no token and no content beyond the answer: of the request only a digest', async () => {
    const { approve, company } = await anApprovable();
    await approve('k1').expect(200);
    const row = await app.dataSource.getRepository(IdempotencyKey).findOneByOrFail({ companyId: company.id });
    const digest = createHash('sha256')
      .update(JSON.stringify({ query: {}, body: { comment: 'yes' } }))
      .digest('hex');
    expect(row.requestSha256).toBe(digest);
  });
});

describe('If-Match', () => {
  it('lets a command through on the version that was read, and any on *', async () => {
    const { client, id } = await anApprovable();
    const { headers } = await client.detail(id).expect(200);
    expect(headers.etag).toBe('"1"');
    const approved = await client.perform('approve', id).set('If-Match', headers.etag!).expect(200);
    expect(approved.headers.etag).toBe('"2"');
    await client.perform('cancel', id).set('If-Match', '*').expect(200);
  });

  it.each(['"1"', 'W/"2"', '"somebody else’s"', '"1", "7"'])(
    'answers 412 to the stale %s, and does nothing',
    async (tag) => {
      const { client, id, log } = await anApprovable();
      await client.perform('approve', id).expect(200);
      const ascii = tag.replace('’', '');
      const { body } = await client
        .perform('cancel', id)
        .set('If-Match', ascii.replace(' else', '-else'))
        .expect(412);
      expect(body).toMatchObject({ code: 'version_conflict', current_version: 2 });
      expect(await log()).toHaveLength(1);
    },
  );

  it('that is malformed is refused and named', async () => {
    const { client, id } = await anApprovable();
    const { body } = await client.perform('approve', id).set('If-Match', '1').expect(400);
    expect(body.errors[0]).toMatchObject({ in: 'header', field: 'If-Match' });
  });
});
