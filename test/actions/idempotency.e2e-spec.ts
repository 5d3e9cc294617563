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

async function anOpenAction() {
  const tenant = await createTenant(app);
  const { id } = await tenant.make.anAction(tenant.company);
  const approve = (key: string, body: object = { comment: 'yes' }) =>
    tenant.client.perform('approve', id, body).set('Idempotency-Key', key);
  const log = async () => (await tenant.client.detail(id)).body.approval_log as object[];
  return { ...tenant, id, approve, log };
}

/** `-a` as `-%61`. */
const encoded = (text: string): string => `-%${text.codePointAt(1)!.toString(16)}`;

const contentOf = ({ status, headers, text }: Response) => ({
  status,
  text,
  etag: headers.etag,
  type: headers['content-type'],
});

describe('Idempotency-Key', () => {
  it('returns the stored response to a repeated request, which has one effect', async () => {
    const { approve, log } = await anOpenAction();
    const first = await approve('k1').expect(200);
    const second = await approve('k1').expect(200);
    expect(contentOf(second)).toEqual(contentOf(first));
    expect(first.headers['idempotency-replayed']).toBeUndefined();
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(await log()).toHaveLength(1);
  });

  it('stores invalid_state responses verbatim too', async () => {
    const { client, id, approve } = await anOpenAction();
    await client.perform('complete', id).expect(200);
    const first = await approve('k1').expect(400);
    const second = await approve('k1').expect(400);
    expect(first.body.code).toBe('invalid_state');
    expect(contentOf(second)).toEqual(contentOf(first));
    expect(second.headers['idempotency-replayed']).toBe('true');
  });

  it('stores no other error: a corrected request may use the same key', async () => {
    const { approve, contact } = await anOpenAction();
    await approve('k1', { approved_by: '00000000-0000-7000-8000-000000000000' }).expect(400);
    await approve('k1', { approved_by: contact.id }).expect(200);
  });

  it('takes a path with an id that PostgreSQL cannot store', async () => {
    const { client } = await anOpenAction();
    await client.request('post', '/actions/%00/approve').set('Idempotency-Key', 'k1').expect(404);
  });

  it('returns 422 if the key was used with another body or another If-Match', async () => {
    const { approve, log } = await anOpenAction();
    await approve('k1').expect(200);
    const other = await approve('k1', { comment: 'no' }).expect(422);
    expect(other.body.code).toBe('idempotency_mismatch');
    await approve('k1').set('If-Match', '"1"').expect(422);
    expect(await log()).toHaveLength(1);
  });

  it('H3: recognizes the same request if the members of its body are in another order', async () => {
    const { approve, contact, log } = await anOpenAction();
    const first = await approve('k1', { comment: 'yes', approved_by: contact.id }).expect(200);
    const second = await approve('k1', { approved_by: contact.id, comment: 'yes' }).expect(200);
    expect(second.headers['idempotency-replayed']).toBe('true');
    expect(second.text).toBe(first.text);
    expect(await log()).toHaveLength(1);
    await approve('k1', { approved_by: contact.id, comment: 'no' }).expect(422);
  });

  it('is scoped to path, token and company', async () => {
    const { make, company, client, id, approve } = await anOpenAction();
    const { id: sibling } = await make.anAction(company);
    const otherClient = new Client(app.url, await make.aToken([company]), company);
    await approve('k1').expect(200);
    await client.perform('approve', sibling).set('Idempotency-Key', 'k1').expect(200);
    const { body } = await otherClient
      .perform('approve', id, { comment: 'yes' })
      .set('Idempotency-Key', 'k1')
      .expect(400);
    expect(body.code).toBe('invalid_state');
  });

  it.each<[string, (path: string) => string]>([
    ['with a slash at the end', (path) => `${path}/`],
    ['in capitals', (path) => path.toUpperCase()],
    ['percent-encoded', (path) => path.replace(/-([0-9a-f])/, encoded)],
    ['percent-encoded in capitals', (path) => path.toUpperCase().replace(/-([0-9A-F])/, encoded)],
  ])('has one effect if the path is repeated %s', async (_, respelt) => {
    const { company, id, token, approve, log } = await anOpenAction();
    const first = await approve('k1').expect(200);
    const response = await fetch(
      `${app.url}${respelt(`/api/companies/${company.id}/actions/${id}/approve`)}`,
      {
        method: 'POST',
        headers: {
          Authorization: `Token ${token}`,
          'Content-Type': 'application/json',
          'Idempotency-Key': 'k1',
        },
        body: JSON.stringify({ comment: 'yes' }),
      },
    );
    expect(response.headers.get('idempotency-replayed')).toBe('true');
    expect(await response.text()).toBe(first.text);
    expect(await log()).toHaveLength(1);
  });

  it('is stored under the method and the path in lower case, as by earlier versions', async () => {
    const { company, id, client } = await anOpenAction();
    await client.perform('approve', id.toUpperCase()).set('Idempotency-Key', 'k1').expect(200);
    const rows = app.dataSource.getRepository(IdempotencyKey);
    const { operation } = await rows.findOneByOrFail({ companyId: company.id });
    expect(operation).toBe(`POST /api/companies/${company.id}/actions/${id}/approve`);
  });

  it('gives one effect to 100 simultaneous duplicates; each gets the response, or 409 while the first is in flight', async () => {
    const { approve, log } = await anOpenAction();
    const responses = await Promise.all(Array.from({ length: 100 }, () => retryOn503(() => approve('k1'))));
    const [succeeded, inFlight] = [200, 409].map((status) =>
      responses.filter((response) => response.status === status),
    );
    expect(succeeded!.length + inFlight!.length).toBe(100);
    expect(new Set(succeeded!.map(({ text }) => text)).size).toBe(1);
    expect(
      inFlight!.every(
        ({ body, headers }) => body.code === 'idempotency_in_flight' && headers['retry-after'] === '1',
      ),
    ).toBe(true);
    expect(await log()).toHaveLength(1);
    expect((await approve('k1').expect(200)).text).toBe(succeeded![0]!.text);
  });

  it.each(['', 'x'.repeat(256), 'grün', 'a\tb'])('is rejected if it is %j', async (key) => {
    const { client, id } = await anOpenAction();
    const { body } = await client
      .perform('approve', id)
      .set('Idempotency-Key', Buffer.from(key).toString('latin1'))
      .expect(400);
    expect(body.errors).toEqual([
      { in: 'header', field: 'Idempotency-Key', code: 'format', detail: expect.stringContaining('255') },
    ]);
  });

  it('is stored for 24 hours, and may then be used again', async () => {
    const { approve, company } = await anOpenAction();
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

  it('is deleted after 24 hours, however many keys have expired', async () => {
    const { approve, company } = await anOpenAction();
    await approve('k1').expect(200);
    await app.dataSource.query(
      `INSERT INTO idempotency_key (company_id, api_token_id, operation, key, request_sha256, status, body, created_at)
       SELECT company_id, api_token_id, operation, 'expired ' || n, request_sha256, status, body, now() - interval '25 hours'
       FROM idempotency_key, generate_series(1, 2500) AS n WHERE company_id = $1`,
      [company.id],
    );
    await app.nest.get(Idempotency).sweep();
    const rows = app.dataSource.getRepository(IdempotencyKey);
    expect(await rows.findBy({ companyId: company.id })).toEqual([expect.objectContaining({ key: 'k1' })]);
  });

  it('stores only a digest of the request', async () => {
    const { approve, company } = await anOpenAction();
    await approve('k1').expect(200);
    const row = await app.dataSource.getRepository(IdempotencyKey).findOneByOrFail({ companyId: company.id });
    const digest = createHash('sha256')
      .update(JSON.stringify({ body: { comment: 'yes' }, query: {} }))
      .digest('hex');
    expect(row.requestSha256).toBe(digest);
  });
});

describe('If-Match', () => {
  it('accepts a command with the current version, or with *', async () => {
    const { client, id } = await anOpenAction();
    const { headers } = await client.detail(id).expect(200);
    expect(headers.etag).toBe('"1"');
    const approved = await client.perform('approve', id).set('If-Match', headers.etag!).expect(200);
    expect(approved.headers.etag).toBe('"2"');
    await client.perform('cancel', id).set('If-Match', '*').expect(200);
  });

  it.each(['W/"2"', '"1", W/"2"', 'W/"1",W/"2", "7"', '"2-gzip"', 'W/"2--gzip"', '"2;br"'])(
    'accepts %s, which a compressing proxy made of the current tag',
    async (tag) => {
      const { client, id } = await anOpenAction();
      await client.perform('approve', id).expect(200);
      await client.perform('cancel', id).set('If-Match', tag).expect(200);
    },
  );

  it('H5: is the same request for an Idempotency-Key, whether the tag is weak or strong', async () => {
    const { approve } = await anOpenAction();
    const first = await approve('k1').set('If-Match', '"1"').expect(200);
    const second = await approve('k1').set('If-Match', 'W/"1"').expect(200);
    expect(second.text).toBe(first.text);
    await approve('k1').set('If-Match', 'W/"2"').expect(422);
  });

  it.each(['"1"', 'W/"1"', '"1-gzip"', '"another-tag"', '"2-draft"', '"1", W/"7"'])(
    'returns 412 for the stale %s and changes nothing',
    async (tag) => {
      const { client, id, log } = await anOpenAction();
      await client.perform('approve', id).expect(200);
      const { body } = await client.perform('cancel', id).set('If-Match', tag).expect(412);
      expect(body).toMatchObject({ code: 'version_conflict', current_version: 2 });
      expect(await log()).toHaveLength(1);
    },
  );

  it('is rejected by name if it is malformed', async () => {
    const { client, id } = await anOpenAction();
    const { body } = await client.perform('approve', id).set('If-Match', '1').expect(400);
    expect(body.errors[0]).toMatchObject({ in: 'header', field: 'If-Match' });
  });
});
