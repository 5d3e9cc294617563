import { beforeAll, describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import {
  subjectOf,
  aCallAlternative,
  anEmailAlternative,
  aRecommendation,
} from '../support/recommendation.js';

const app = useApp();
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

/** The first entry of the log of a new action. */
const PROPOSAL = expect.objectContaining({
  command: 'propose',
  from_status: 'proposed',
  to_status: 'proposed',
  actor: 'agent',
  approved_by_proof: null,
  actor_contact_id: null,
  actor_contact_name: null,
  caused_by: null,
  approved_by: null,
  request_id: 'agent-7',
});

let tenant: TenantWithAgent;
beforeAll(async () => {
  tenant = await createTenantWithAgent(app);
});

describe('a new recommendation', () => {
  it('is returned with 201, with all of its fields and actions', async () => {
    const { id: customerId } = await tenant.make.aCustomer(tenant.company, { name: 'Larkfield Mills' });
    const invoice = await tenant.anOpenInvoice({
      customerId,
      invoiceNumber: 'INV-1042',
      dueOn: '2026-10-12',
    });
    const [expires_at, scheduled_for] = [inDays(7), inDays(2)];
    const evidence = [{ source: 'payment history', fact: 'Pays after a call.' }];
    const everyField = {
      confidence: 0.85,
      reasoning: 'Two weeks overdue.\nNo answer.',
      subject: 'Invoice INV-1042 is overdue',
      content: '  Dear Ms Okafor,\n\nplease pay.\n',
      scheduled_for,
      metadata: { model: 'collector-2', run: { day: '2026-11-23' } },
    };
    const alternatives = [aCallAlternative({ ...everyField, evidence }), anEmailAlternative()];
    const body = { ...subjectOf(invoice), dedupe_key: 'INV-1042/W48', expires_at, alternatives };
    const response = await tenant.post(aRecommendation(body)).expect(201);

    const shared = {
      company_id: tenant.company.id,
      customer: { id: customerId, name: 'Larkfield Mills' },
      invoice: {
        id: invoice.id,
        invoice_number: 'INV-1042',
        amount: '1250.00',
        balance: '1250.00',
        currency: 'USD',
        due_date: '2026-10-12',
        status: 'open',
      },
      trigger_event: 'overdue_8_to_21_days',
      trigger_event_label: '8 to 21 days overdue',
      expires_at,
    };
    const stored = {
      ...shared,
      id: expect.stringMatching(UUID),
      recommendation_id: response.body.id,
      executed_at: null,
      channel_id: null,
      external_id: null,
      response_deadline: null,
      response_overdue: false,
      allowed_actions: ['approve', 'reject', 'send', 'cancel', 'complete'],
      version: 1,
      is_deleted: false,
      deleted_at: null,
      created_at: expect.stringMatching(TIMESTAMP),
      updated_at: expect.stringMatching(TIMESTAMP),
      warnings: [],
      delivery: null,
      assigned_to: null,
      source: 'collections-agent',
      to: [],
      cc: [],
    };
    expect(response.body).toStrictEqual({
      ...shared,
      id: expect.stringMatching(UUID),
      source: 'collections-agent',
      dedupe_key: 'INV-1042/W48',
      created_at: expect.stringMatching(TIMESTAMP),
      closed_at: null,
      actions: [
        {
          ...stored,
          ...anEmailAlternative(),
          status: 'proposed',
          confidence: null,
          reasoning: null,
          subject: null,
          content: null,
          to: [{ name: 'Larkfield Mills', address: 'ap@acme.example' }],
          effective_subject: null,
          effective_content: null,
          metadata: {},
          scheduled_for: expect.stringMatching(TIMESTAMP),
        },
        {
          ...stored,
          ...aCallAlternative(everyField),
          status: 'scheduled',
          effective_subject: everyField.subject,
          effective_content: everyField.content,
        },
      ],
    });
    const call = await tenant.client.detail(response.body.actions[1].id).expect(200);
    expect(call.body.evidence).toEqual(evidence);
  });

  it('T2: has actions that equal their details, whose logs say which token proposed them in which request', async () => {
    const { body } = await tenant
      .propose(await tenant.anOpenInvoice({}), { expires_at: inDays(1) })
      .set('X-Request-Id', 'agent-7')
      .expect(201);
    for (const action of body.actions) {
      expect((await tenant.client.detail(action.id).expect(200)).body).toEqual({
        ...action,
        evidence: null,
        approved_sha256: null,
        approval_log: [PROPOSAL],
        approval_log_truncated: false,
      });
    }
  });

  it('by default never expires, has no dedupe_key and is due now', async () => {
    const before = Date.now();
    const { body } = await tenant.propose(await tenant.anOpenInvoice({})).expect(201);
    expect(body).toMatchObject({ expires_at: null, dedupe_key: null });
    for (const { scheduled_for, status } of body.actions) {
      expect(status).toBe('proposed');
      expect(Math.abs(Date.parse(scheduled_for) - before)).toBeLessThan(30_000);
    }
  });

  it('treats null as absent', async () => {
    const nullFields = {
      dedupe_key: null,
      expires_at: null,
      invoice_number: null,
      customer_external_id: null,
    };
    const nullTexts = { confidence: null, reasoning: null, subject: null, content: null };
    const moreNulls = { scheduled_for: null, metadata: null, evidence: null };
    const alternatives = [anEmailAlternative({ ...nullTexts, ...moreNulls })];
    const { body } = await tenant
      .propose(await tenant.anOpenInvoice({}), { ...nullFields, alternatives })
      .expect(201);
    expect(body.actions[0]).toMatchObject({ ...nullTexts, metadata: {}, status: 'proposed' });
  });

  it('may concern a customer as a whole, without an invoice', async () => {
    const { id: customer_id } = await tenant.make.aCustomer(tenant.company);
    const { body } = await tenant.post(aRecommendation({ customer_id })).expect(201);
    expect(body).toMatchObject({ customer: { id: customer_id }, invoice: null });
    expect(body.actions.map(({ invoice }: { invoice: null }) => invoice)).toEqual([null, null]);
  });

  it('may identify customer and invoice by their keys in the accounting system', async () => {
    const customer = await tenant.make.aCustomer(tenant.company, { externalId: 'C-10042' });
    const invoice = await tenant.anOpenInvoice({ customerId: customer.id, invoiceNumber: 'INV 7/7' });
    const named = { customer_external_id: 'C-10042', invoice_number: ' INV 7/7 ' };
    const { body } = await tenant.post(aRecommendation(named)).expect(201);
    expect(body).toMatchObject({ customer: { id: customer.id }, invoice: { id: invoice.id } });
  });

  it.each([
    ['scheduled', 'a day from now', 1],
    ['proposed', 'a day ago', -1],
  ])('has a %s action if scheduled_for is %s', async (status, _when, days) => {
    const scheduled_for = inDays(days);
    const alternatives = [anEmailAlternative({ scheduled_for })];
    const { body } = await tenant.propose(await tenant.anOpenInvoice({}), { alternatives }).expect(201);
    expect(body.actions[0]).toMatchObject({ status, scheduled_for });
  });

  it('lists the recommended alternative first, and the others in the order of the request', async () => {
    const codes = Array.from({ length: 10 }, (_, index) => `step_${index}`);
    const alternatives = codes.map((recommendation, index) =>
      anEmailAlternative({ recommendation, is_recommended: index === 6 }),
    );
    const { body } = await tenant.propose(await tenant.anOpenInvoice({}), { alternatives }).expect(201);
    const listed = body.actions.map(({ recommendation }: { recommendation: string }) => recommendation);
    expect(listed).toEqual(['step_6', ...codes.filter((code) => code !== 'step_6')]);
  });

  it('may be to wait for the customer, which is listed under awaiting_customer only', async () => {
    const { anOpenInvoice, propose, client } = await createTenantWithAgent(app);
    const alternatives = [
      anEmailAlternative({
        action_type: 'task',
        recommendation: 'wait_for_customer',
        action_required: false,
      }),
    ];
    await propose(await anOpenInvoice({}), { alternatives }).expect(201);
    expect((await client.list({ category: 'awaiting_customer' })).body.count).toBe(1);
    expect((await client.list({ category: 'needs_action' })).body.count).toBe(0);
  });
});
