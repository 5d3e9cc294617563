import { beforeAll, describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import {
  aCallAlternative,
  anEmailAlternative,
  aRecommendation,
  subjectOf,
} from '../support/recommendation.js';
import { createTenantWithAgent, type TenantWithAgent } from '../support/tenant-with-agent.js';

const app = useApp();

describe('Idempotency-Key', () => {
  let tenant: TenantWithAgent;
  beforeAll(async () => {
    tenant = await createTenantWithAgent(app);
  });

  describe('POST /recommendations with an Idempotency-Key', () => {
    it('creates one recommendation, and returns the same 201 again', async () => {
      const invoice = await tenant.anOpenInvoice({});
      const send = () => tenant.propose(invoice).set('Idempotency-Key', 'k1').expect(201);
      const [first, second] = [await send(), await send()];
      expect(second.text).toBe(first.text);
      expect(first.headers['idempotency-replayed']).toBeUndefined();
      expect(second.headers['idempotency-replayed']).toBe('true');
      const created = await tenant.select('SELECT FROM recommendation WHERE company_id = $1');
      expect(created).toHaveLength(1);
    });

    it('returns the same 200 again for a repeated dedupe_key', async () => {
      const invoice = await tenant.anOpenInvoice({});
      await tenant.propose(invoice, { dedupe_key: 'd1' }).expect(201);
      const send = () =>
        tenant.propose(invoice, { dedupe_key: 'd1' }).set('Idempotency-Key', 'k2').expect(200);
      const [first, second] = [await send(), await send()];
      expect(second.text).toBe(first.text);
      expect(second.headers['idempotency-replayed']).toBe('true');
    });

    it('can be corrected and sent again with the same key after a 400', async () => {
      const invoice = await tenant.anOpenInvoice({});
      await tenant.propose(invoice, { source: '' }).set('Idempotency-Key', 'k3').expect(400);
      await tenant.propose(invoice).set('Idempotency-Key', 'k3').expect(201);
    });

    it('returns 422 for another body with the same key', async () => {
      const invoice = await tenant.anOpenInvoice({});
      await tenant.propose(invoice).set('Idempotency-Key', 'k4').expect(201);
      const { body } = await tenant
        .propose(invoice, { trigger_event: 'other' })
        .set('Idempotency-Key', 'k4')
        .expect(422);
      expect(body.code).toBe('idempotency_mismatch');
    });

    it('H3: is recognized if members at any depth are in another order, but not if items of a list are', async () => {
      const invoice = await tenant.anOpenInvoice({});
      const email = anEmailAlternative({ metadata: { paid: 1, promised: { on: 'x', by: 'y' } } });
      const body = {
        ...aRecommendation({ alternatives: [email, aCallAlternative()] }),
        ...subjectOf(invoice),
      };
      const send = (sent: object) => tenant.post(sent).set('Idempotency-Key', 'k5');
      const first = await send(body).expect(201);
      const second = await send(withReversedMembers(body) as object).expect(201);
      expect(second.headers['idempotency-replayed']).toBe('true');
      expect(second.text).toBe(first.text);
      await send({ ...body, alternatives: body.alternatives.toReversed() }).expect(422);
    });
  });
});

/** The same JSON value, with the members of every object in the opposite order. */
function withReversedMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withReversedMembers);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, withReversedMembers(member)] as const);
  return Object.fromEntries(members.toReversed());
}
