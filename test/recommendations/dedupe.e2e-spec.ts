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

  /** A body with a key of its own on an invoice of its own. */
  async function keyed(changes: object = {}) {
    const invoice = await tenant.anOpenInvoice({});
    const customer = await tenant.select<{ external_id: string }>(
      'SELECT external_id FROM customer WHERE company_id = $1 AND id = $2',
      invoice.customerId,
    );
    const body = aRecommendation({ ...subjectOf(invoice), dedupe_key: invoice.invoiceNumber, ...changes });
    return { body, invoice, externalId: customer[0]!.external_id };
  }

  const backwards = (value: object): object =>
    Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, inner]) => [
          key,
          Array.isArray(inner) ? inner.map((one: object) => backwards(one)) : inner,
        ]),
    );

  describe('the same again under one dedupe_key', () => {
    it('is answered 200 with what the first made, and makes nothing', async () => {
      const { body } = await keyed();
      const first = await tenant.post(body).expect(201);
      const before = (await tenant.actions()).length;
      expect((await tenant.post(body).expect(200)).body).toEqual(first.body);
      expect((await tenant.post(body).expect(200)).body).toEqual(first.body);
      expect(await tenant.actions()).toHaveLength(before);
    });

    it.each<[what: string, other: (known: Awaited<ReturnType<typeof keyed>>) => object]>([
      ['in another order of its keys', ({ body }) => backwards(body)],
      [
        'with customer and invoice by their other names',
        ({ body, invoice, externalId }) => ({
          ...body,
          customer_id: undefined,
          invoice_id: undefined,
          customer_external_id: externalId,
          invoice_number: invoice.invoiceNumber,
        }),
      ],
      [
        'with spaces around it',
        ({ body, invoice }) => ({ ...body, dedupe_key: ` ${invoice.invoiceNumber} ` }),
      ],
      ['with null for what is absent', ({ body }) => ({ ...body, expires_at: null, invoice_number: null })],
    ])('is the same %s', async (_what, other) => {
      const known = await keyed();
      const { id } = (await tenant.post(known.body).expect(201)).body;
      expect((await tenant.post(other(known)).expect(200)).body.id).toBe(id);
    });

    it('is the same where a moment is written in another zone', async () => {
      const { body } = await keyed({ expires_at: '2099-01-01T00:00:00Z' });
      await tenant.post(body).expect(201);
      await tenant.post({ ...body, expires_at: '2099-01-01T01:00:00.000+01:00' }).expect(200);
    });

    it('tells how the first stands now: superseded', async () => {
      const { body } = await keyed();
      await tenant.post(body).expect(201);
      await tenant.post({ ...body, dedupe_key: undefined }).expect(201);
      const again = (await tenant.post(body).expect(200)).body;
      expect(again.closed_at).not.toBeNull();
      expect(again.actions.map(({ is_deleted }: { is_deleted: boolean }) => is_deleted)).toEqual([
        true,
        true,
      ]);
    });

    it('tells how the first stands now: decided', async () => {
      const { body } = await keyed();
      const [{ id }] = (await tenant.post(body).expect(201)).body.actions;
      await tenant.client.perform('approve', id).expect(200);
      const { actions } = (await tenant.post(body).expect(200)).body;
      expect(actions[0]).toMatchObject({ id, status: 'processing', is_deleted: false });
      expect(actions[1]).toMatchObject({ status: 'proposed', is_deleted: true });
    });

    it.each(['paid', 'void'])('is answered although the invoice is %s by now', async (status) => {
      const { body, invoice } = await keyed();
      const { id } = (await tenant.post(body).expect(201)).body;
      await tenant.select(
        'UPDATE invoice SET status = $2 WHERE company_id = $1 AND id = $3',
        status,
        invoice.id,
      );
      expect((await tenant.post(body).expect(200)).body.id).toBe(id);
    });

    it('is answered although the invoice is another customer’s by now', async () => {
      const [{ body, invoice }, other] = [await keyed(), await keyed()];
      const { id } = (await tenant.post(body).expect(201)).body;
      await tenant.select(
        'UPDATE invoice SET customer_id = $2 WHERE company_id = $1 AND id = $3',
        other.invoice.customerId,
        invoice.id,
      );
      expect((await tenant.post(body).expect(200)).body.id).toBe(id);
      expectInvalid(await tenant.post({ ...body, dedupe_key: 'new' }), 'body.invoice_id: customer');
    });

    it('is answered although it has expired by now', async () => {
      const { body } = await keyed({ expires_at: new Date(Date.now() + 60_000).toISOString() });
      const { id } = (await tenant.post(body).expect(201)).body;
      app.clock.advance(120_000);
      expect((await tenant.post(body).expect(200)).body.id).toBe(id);
      app.clock.reset();
    });
  });

  describe('something else under one dedupe_key', () => {
    it.each<[what: string, changes: object]>([
      ['another event', { trigger_event: 'other' }],
      ['another label', { trigger_event_label: 'Other' }],
      ['an end', { expires_at: '2099-01-01T00:00:00Z' }],
      ['another urgency', { alternatives: [anEmailAlternative({ urgency_score: 63 }), aCallAlternative()] }],
      ['another draft', { alternatives: [anEmailAlternative({ content: 'Dear' }), aCallAlternative()] }],
      ['other evidence', { alternatives: [anEmailAlternative({ evidence: [1] }), aCallAlternative()] }],
      ['one alternative less', { alternatives: [anEmailAlternative()] }],
      ['another order of the alternatives', { alternatives: [aCallAlternative(), anEmailAlternative()] }],
      ['no invoice', { invoice_id: undefined }],
    ])('is 422: %s', async (_what, changes) => {
      const { body } = await keyed();
      await tenant.post(body).expect(201);
      const before = (await tenant.actions()).length;
      expectProblem(await tenant.post({ ...body, ...changes }), 'dedupe_mismatch');
      expect(await tenant.actions()).toHaveLength(before);
    });

    it('is 422 too where it is about another invoice', async () => {
      const [one, other] = [await keyed(), await keyed()];
      await tenant.post(one.body).expect(201);
      expectProblem(await tenant.post({ ...one.body, ...subjectOf(other.invoice) }), 'dedupe_mismatch');
    });
  });

  describe('a dedupe_key', () => {
    it('is its source’s own', async () => {
      const { body } = await keyed();
      await tenant.post(body).expect(201);
      await tenant.post({ ...body, source: 'another-agent' }).expect(201);
    });

    it('is its company’s own', async () => {
      const elsewhere = await createTenantWithAgent(app);
      const { body } = await keyed({ dedupe_key: 'mine' });
      await tenant.post(body).expect(201);
      await elsewhere.propose(await elsewhere.anOpenInvoice({}), { dedupe_key: 'mine' }).expect(201);
    });

    it('is not needed: without one, the same again supersedes the first', async () => {
      const { body } = await keyed({ dedupe_key: undefined });
      const first = (await tenant.post(body).expect(201)).body;
      expect((await tenant.post(body).expect(201)).body.id).not.toBe(first.id);
    });
  });

  it('a hundred identical posts at once make one recommendation: one is answered 201, the others 200 the same', async () => {
    const one = await createTenantWithAgent(app);
    const body = aRecommendation({ ...subjectOf(await one.anOpenInvoice({})), dedupe_key: 'k1' });
    const answers = await Promise.all(Array.from({ length: 100 }, () => retryOn503(() => one.post(body))));
    const counted = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect([counted(201), counted(200)]).toEqual([1, 99]);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await one.actions()).toHaveLength(2);
    expect(await one.select('SELECT FROM recommendation WHERE company_id = $1')).toHaveLength(1);
  });
});

describe('Idempotency-Key', () => {
  let tenant: TenantWithAgent;
  beforeAll(async () => {
    tenant = await createTenantWithAgent(app);
  });

  describe('POST /recommendations with an Idempotency-Key', () => {
    it('is answered 201 again with the same words, and makes one', async () => {
      const invoice = await tenant.anOpenInvoice({});
      const send = () => tenant.propose(invoice).set('Idempotency-Key', 'k1').expect(201);
      const [first, second] = [await send(), await send()];
      expect(second.text).toBe(first.text);
      expect(first.headers['idempotency-replayed']).toBeUndefined();
      expect(second.headers['idempotency-replayed']).toBe('true');
      const made = await tenant.select('SELECT FROM recommendation WHERE company_id = $1');
      expect(made).toHaveLength(1);
    });

    it('is answered 200 again where the dedupe_key was known', async () => {
      const invoice = await tenant.anOpenInvoice({});
      await tenant.propose(invoice, { dedupe_key: 'd1' }).expect(201);
      const send = () =>
        tenant.propose(invoice, { dedupe_key: 'd1' }).set('Idempotency-Key', 'k2').expect(200);
      const [first, second] = [await send(), await send()];
      expect(second.text).toBe(first.text);
      expect(second.headers['idempotency-replayed']).toBe('true');
    });

    it('may be mended under the same key where it was refused', async () => {
      const invoice = await tenant.anOpenInvoice({});
      await tenant.propose(invoice, { source: '' }).set('Idempotency-Key', 'k3').expect(400);
      await tenant.propose(invoice).set('Idempotency-Key', 'k3').expect(201);
    });

    it('is 422 with another body under the same key', async () => {
      const invoice = await tenant.anOpenInvoice({});
      await tenant.propose(invoice).set('Idempotency-Key', 'k4').expect(201);
      const { body } = await tenant
        .propose(invoice, { trigger_event: 'other' })
        .set('Idempotency-Key', 'k4')
        .expect(422);
      expect(body.code).toBe('idempotency_mismatch');
    });
  });
});
