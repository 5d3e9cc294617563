import { beforeAll, describe, expect, it } from '@jest/globals';
import { createTenantWithAgent, type TenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { retryOn503 } from '../support/retry-on-503.js';
import { expectInvalid, expectProblem } from '../support/problem.js';
import {
  aCallAlternative,
  aRecommendation,
  anEmailAlternative,
  subjectOf,
} from '../support/recommendation.js';

const app = useApp();

describe('dedupe_key', () => {
  let tenant: TenantWithAgent;
  beforeAll(async () => {
    tenant = await createTenantWithAgent(app);
  });

  /** A body with a new dedupe_key on a new invoice. */
  async function bodyWithKey(changes: object = {}) {
    const invoice = await tenant.anOpenInvoice({});
    const customer = await tenant.select<{ external_id: string }>(
      'SELECT external_id FROM customer WHERE company_id = $1 AND id = $2',
      invoice.customerId,
    );
    const body = aRecommendation({ ...subjectOf(invoice), dedupe_key: invoice.invoiceNumber, ...changes });
    return { body, invoice, externalId: customer[0]!.external_id };
  }

  /** Reverses the order of keys. */
  const reversed = (value: object): object =>
    Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, inner]) => [
          key,
          Array.isArray(inner) ? inner.map((item: object) => reversed(item)) : inner,
        ]),
    );

  describe('a repeated request with a dedupe_key', () => {
    it('returns 200 and the first recommendation, and creates nothing', async () => {
      const { body } = await bodyWithKey();
      const first = await tenant.post(body).expect(201);
      const before = (await tenant.actions()).length;
      expect((await tenant.post(body).expect(200)).body).toEqual(first.body);
      expect((await tenant.post(body).expect(200)).body).toEqual(first.body);
      expect(await tenant.actions()).toHaveLength(before);
    });

    it.each<[title: string, change: (original: Awaited<ReturnType<typeof bodyWithKey>>) => object]>([
      ['with its keys in another order', ({ body }) => reversed(body)],
      [
        'with the external keys of customer and invoice',
        ({ body, invoice, externalId }) => ({
          ...body,
          customer_id: undefined,
          invoice_id: undefined,
          customer_external_id: externalId,
          invoice_number: invoice.invoiceNumber,
        }),
      ],
      [
        'H12: with the invoice alone',
        ({ body, invoice }) => ({
          ...body,
          customer_id: undefined,
          invoice_id: undefined,
          invoice_number: invoice.invoiceNumber,
        }),
      ],
      [
        'with spaces around the key',
        ({ body, invoice }) => ({ ...body, dedupe_key: ` ${invoice.invoiceNumber} ` }),
      ],
      [
        'with null instead of absent fields',
        ({ body }) => ({ ...body, expires_at: null, invoice_number: null }),
      ],
    ])('is recognised %s', async (_title, change) => {
      const original = await bodyWithKey();
      const { id } = (await tenant.post(original.body).expect(201)).body;
      expect((await tenant.post(change(original)).expect(200)).body.id).toBe(id);
    });

    it('is recognised with a time in another offset', async () => {
      const { body } = await bodyWithKey({ expires_at: '2099-01-01T00:00:00Z' });
      await tenant.post(body).expect(201);
      await tenant.post({ ...body, expires_at: '2099-01-01T01:00:00.000+01:00' }).expect(200);
    });

    it('returns the current state of a superseded recommendation', async () => {
      const { body } = await bodyWithKey();
      await tenant.post(body).expect(201);
      await tenant.post({ ...body, dedupe_key: undefined }).expect(201);
      const again = (await tenant.post(body).expect(200)).body;
      expect(again.closed_at).not.toBeNull();
      expect(again.actions.map(({ is_deleted }: { is_deleted: boolean }) => is_deleted)).toEqual([
        true,
        true,
      ]);
    });

    it('returns the current state of a decided recommendation', async () => {
      const { body } = await bodyWithKey();
      const [{ id }] = (await tenant.post(body).expect(201)).body.actions;
      await tenant.client.perform('approve', id).expect(200);
      const { actions } = (await tenant.post(body).expect(200)).body;
      expect(actions[0]).toMatchObject({ id, status: 'processing', is_deleted: false });
      expect(actions[1]).toMatchObject({ status: 'proposed', is_deleted: true });
    });

    it.each(['paid', 'void'])('is recognised after the invoice became %s', async (status) => {
      const { body, invoice } = await bodyWithKey();
      const { id } = (await tenant.post(body).expect(201)).body;
      await tenant.select(
        'UPDATE invoice SET status = $2 WHERE company_id = $1 AND id = $3',
        status,
        invoice.id,
      );
      expect((await tenant.post(body).expect(200)).body.id).toBe(id);
    });

    it('is recognised after the invoice was transferred to another customer', async () => {
      const [{ body, invoice }, other] = [await bodyWithKey(), await bodyWithKey()];
      const { id } = (await tenant.post(body).expect(201)).body;
      await tenant.select(
        'UPDATE invoice SET customer_id = $2 WHERE company_id = $1 AND id = $3',
        other.invoice.customerId,
        invoice.id,
      );
      expect((await tenant.post(body).expect(200)).body.id).toBe(id);
      expectInvalid(await tenant.post({ ...body, dedupe_key: 'new' }), 'body.invoice_id: customer');
    });

    it('is recognised after the recommendation has expired', async () => {
      const { body } = await bodyWithKey({ expires_at: new Date(Date.now() + 60_000).toISOString() });
      const { id } = (await tenant.post(body).expect(201)).body;
      app.clock.advance(120_000);
      expect((await tenant.post(body).expect(200)).body.id).toBe(id);
      app.clock.reset();
    });
  });

  describe('a different request with the same dedupe_key', () => {
    it.each<[title: string, changes: object]>([
      ['another trigger event', { trigger_event: 'other' }],
      ['another label', { trigger_event_label: 'Other' }],
      ['an expiry', { expires_at: '2099-01-01T00:00:00Z' }],
      ['another urgency', { alternatives: [anEmailAlternative({ urgency_score: 63 }), aCallAlternative()] }],
      ['another draft', { alternatives: [anEmailAlternative({ content: 'Dear' }), aCallAlternative()] }],
      ['other evidence', { alternatives: [anEmailAlternative({ evidence: [1] }), aCallAlternative()] }],
      ['one alternative fewer', { alternatives: [anEmailAlternative()] }],
      ['another order of the alternatives', { alternatives: [aCallAlternative(), anEmailAlternative()] }],
      ['no invoice', { invoice_id: undefined }],
    ])('is rejected with 422: %s', async (_title, changes) => {
      const { body } = await bodyWithKey();
      await tenant.post(body).expect(201);
      const before = (await tenant.actions()).length;
      expectProblem(await tenant.post({ ...body, ...changes }), 'dedupe_mismatch');
      expect(await tenant.actions()).toHaveLength(before);
    });

    it('is rejected with 422: another invoice', async () => {
      const [first, second] = [await bodyWithKey(), await bodyWithKey()];
      await tenant.post(first.body).expect(201);
      expectProblem(await tenant.post({ ...first.body, ...subjectOf(second.invoice) }), 'dedupe_mismatch');
    });
  });

  describe('the scope of a dedupe_key', () => {
    it('is one source', async () => {
      const { body } = await bodyWithKey();
      await tenant.post(body).expect(201);
      await tenant.post({ ...body, source: 'another-agent' }).expect(201);
    });

    it('is one company', async () => {
      const elsewhere = await createTenantWithAgent(app);
      const { body } = await bodyWithKey({ dedupe_key: 'mine' });
      await tenant.post(body).expect(201);
      await elsewhere.propose(await elsewhere.anOpenInvoice({}), { dedupe_key: 'mine' }).expect(201);
    });

    it('excludes requests without a key, which supersede each other', async () => {
      const { body } = await bodyWithKey({ dedupe_key: undefined });
      const first = (await tenant.post(body).expect(201)).body;
      expect((await tenant.post(body).expect(201)).body.id).not.toBe(first.id);
    });
  });

  it('creates one recommendation for 100 simultaneous identical requests: one 201, and 200 for the others', async () => {
    const ownTenant = await createTenantWithAgent(app);
    const body = aRecommendation({ ...subjectOf(await ownTenant.anOpenInvoice({})), dedupe_key: 'k1' });
    const responses = await Promise.all(
      Array.from({ length: 100 }, () => retryOn503(() => ownTenant.post(body))),
    );
    const countOf = (status: number) => responses.filter((response) => response.status === status).length;
    expect([countOf(201), countOf(200)]).toEqual([1, 99]);
    expect(new Set(responses.map(({ text }) => text)).size).toBe(1);
    expect(await ownTenant.actions()).toHaveLength(2);
    expect(await ownTenant.select('SELECT FROM recommendation WHERE company_id = $1')).toHaveLength(1);
  });
});
