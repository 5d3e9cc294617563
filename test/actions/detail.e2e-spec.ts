import { describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { RecommendationStore } from '../../src/actions/store/recommendation-store.js';
import { Recommendation } from '../../src/actions/store/recommendation.entity.js';
import type { CompanyId } from '../../src/tenancy/company-id.js';
import { useApp } from '../support/app.js';
import { createTenant } from '../support/tenant.js';
import { expectProblem } from '../support/problem.js';
import { STATUSES } from '../../src/actions/lifecycle/statuses.js';

const app = useApp();

describe('GET /actions/{id}', () => {
  it('returns every field with the stored value', async () => {
    const { make, company, client } = await createTenant(app);
    const customer = await make.aCustomer(company, { name: 'Acme Supply' });
    const invoice = await make.anInvoice(company, {
      customerId: customer.id,
      invoiceNumber: 'INV-1042',
      amount: '1234567890.10',
      balance: '0',
      currency: 'EUR',
      dueOn: '2026-10-12',
      status: 'paid',
    });
    const { id } = await make.anAction(company, {
      customerId: customer.id,
      invoiceId: invoice.id,
      actionType: 'call',
      status: 'completed',
      description: 'Call Acme.',
      confidence: 0.85,
      urgencyScore: 62,
      reasoning: 'Two weeks overdue.',
      subject: 'Invoice INV-1042',
      content: 'Dear Acme,\r\n\tplease pay. ',
      scheduledFor: new Date('2026-11-01T09:00:00Z'),
      executedAt: new Date('2026-11-02T09:30:00.125Z'),
      channelId: 'thread_1',
      externalId: 'crm-1',
      responseDeadline: new Date('2026-11-03T00:00:00Z'),
      metadata: { language: 'en', nested: { a: [1, null] } },
      evidence: [{ source: 'history', share: 0.5 }],
      expiresAt: new Date('2026-11-05T00:00:00Z'),
      createdAt: new Date('2026-10-30T00:00:00Z'),
      updatedAt: new Date('2026-11-02T09:30:00.125Z'),
    });
    const { body } = await client
      .detail(id)
      .expect(200)
      .expect('Content-Type', /^application\/json/);
    expect(body).toStrictEqual({
      id,
      company_id: company.id,
      customer: { id: customer.id, name: 'Acme Supply' },
      invoice: {
        id: invoice.id,
        invoice_number: 'INV-1042',
        amount: '1234567890.10',
        balance: '0',
        currency: 'EUR',
        due_date: '2026-10-12',
        status: 'paid',
      },
      action_type: 'call',
      status: 'completed',
      description: 'Call Acme.',
      recommendation: 'send_second_reminder',
      recommendation_label: 'Send a second reminder',
      trigger_event: 'overdue_8_to_21_days',
      trigger_event_label: '8 to 21 days overdue',
      is_recommended: true,
      action_required: true,
      urgency_score: 62,
      confidence: 0.85,
      reasoning: 'Two weeks overdue.',
      subject: 'Invoice INV-1042',
      content: 'Dear Acme,\r\n\tplease pay. ',
      to: [],
      cc: [],
      scheduled_for: '2026-11-01T09:00:00.000Z',
      executed_at: '2026-11-02T09:30:00.125Z',
      channel_id: 'thread_1',
      external_id: 'crm-1',
      response_deadline: '2026-11-03T00:00:00.000Z',
      response_overdue: true,
      metadata: { language: 'en', nested: { a: [1, null] } },
      allowed_actions: [],
      version: 1,
      is_deleted: false,
      deleted_at: null,
      created_at: '2026-10-30T00:00:00.000Z',
      updated_at: '2026-11-02T09:30:00.125Z',
      recommendation_id: null,
      expires_at: '2026-11-05T00:00:00.000Z',
      effective_subject: 'Invoice INV-1042',
      effective_content: 'Dear Acme,\r\n\tplease pay. ',
      warnings: [],
      delivery: null,
      assigned_to: null,
      source: null,
      evidence: [{ source: 'history', share: 0.5 }],
      approved_sha256: null,
      approval_log: [],
      approval_log_truncated: false,
    });
  });

  it('returns every field of an action that has few values; empty fields are null', async () => {
    const { make, company, client } = await createTenant(app);
    const { id: customerId } = await make.aCustomer(company);
    const bare = { customerId, invoiceId: null, subject: null, content: null, confidence: null };
    const { id } = await make.anAction(company, bare);
    const { body } = await client.detail(id).expect(200);
    expect(Object.keys(body)).toHaveLength(45);
    const empty = Object.keys(body).filter((key) => body[key] === null);
    expect(empty).toEqual([
      'invoice',
      'confidence',
      'reasoning',
      'subject',
      'content',
      'executed_at',
      'channel_id',
      'external_id',
      'response_deadline',
      'deleted_at',
      'recommendation_id',
      'expires_at',
      'effective_subject',
      'effective_content',
      'delivery',
      'assigned_to',
      'source',
      'evidence',
      'approved_sha256',
    ]);
    expect(body).toMatchObject({ metadata: {}, response_overdue: false, warnings: [], approval_log: [] });
  });

  it.each(STATUSES)('returns a %s action, deleted or not', async (status) => {
    const { make, company, client } = await createTenant(app);
    const deletedAt = new Date('2026-11-05T06:00:00Z');
    const kept = await make.anAction(company, { status });
    const deleted = await make.anAction(company, { status, deletedAt });
    const both = [await client.detail(kept.id).expect(200), await client.detail(deleted.id).expect(200)];
    expect(both[0]!.body).toMatchObject({ id: kept.id, status, is_deleted: false, deleted_at: null });
    expect(both[1]!.body).toMatchObject({
      id: deleted.id,
      status,
      is_deleted: true,
      deleted_at: '2026-11-05T06:00:00.000Z',
      allowed_actions: [],
    });
  });

  it.each([
    ['proposed', ['approve', 'reject', 'send', 'cancel', 'complete']],
    ['scheduled', ['approve', 'reject', 'send', 'cancel', 'complete']],
    ['processing', ['reject', 'cancel', 'complete']],
    ['completed', []],
    ['cancelled', []],
  ] as const)('returns in allowed_actions of a %s action: %j', async (status, commands) => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company, { status });
    const { body } = await client.detail(id).expect(200);
    expect(body.allowed_actions).toEqual(commands);
  });

  it.each([
    ['in the past', -60_000, true],
    ['in the future', 60_000, false],
  ])('sets response_overdue for a response deadline %s', async (_, distance, overdue) => {
    const { make, company, client } = await createTenant(app);
    const responseDeadline = new Date(Date.now() + distance);
    const { id } = await make.anAction(company, { status: 'completed', responseDeadline });
    const { body } = await client.detail(id).expect(200);
    expect(body).toMatchObject({
      response_deadline: responseDeadline.toISOString(),
      response_overdue: overdue,
    });
  });

  it('accepts an id in upper case', async () => {
    const { make, company, client } = await createTenant(app);
    const { id } = await make.anAction(company);
    expect((await client.detail(id.toUpperCase()).expect(200)).body.id).toBe(id);
  });
});

it('an unknown, a malformed and a foreign id get the same 404', async () => {
  const { client } = await createTenant(app);
  const other = await createTenant(app);
  const foreign = await other.make.anAction(other.company);
  for (const id of [uuidv7(), foreign.id, '1042', 'null', `${foreign.id}0`, '%00', "'--"]) {
    expectProblem(await client.detail(id), 'not_found', { detail: 'Not found.' });
  }
});

it('superseding an action increments its version and logs the system as actor, and keeps updated_at', async () => {
  const { make, company, client } = await createTenant(app);
  const { id: invoiceId, customerId } = await make.anInvoice(company);
  const recommendation = { id: uuidv7(), companyId: company.id, customerId, invoiceId };
  await app.dataSource.manager.insert(Recommendation, {
    ...recommendation,
    source: 'test',
    fingerprint: 'f',
  });
  const updatedAt = new Date('2026-10-01T00:00:00Z');
  const row = { invoiceId, customerId, recommendationId: recommendation.id, updatedAt };
  const { id } = await make.anAction(company, row);
  await app.nest
    .get(RecommendationStore)
    .supersede(company.id as CompanyId, new Map([[recommendation.id, null]]), new Map(), null, null);
  const { body } = await client.detail(id).expect(200);
  expect(body).toMatchObject({ is_deleted: true, version: 2, updated_at: '2026-10-01T00:00:00.000Z' });
  expect(body.approval_log).toEqual([
    expect.objectContaining({
      command: 'supersede',
      from_status: 'proposed',
      to_status: 'proposed',
      actor: 'system',
      approved_by: null,
      request_id: null,
      created_at: body.deleted_at,
    }),
  ]);
});

it('ignores If-None-Match: the action is always returned', async () => {
  const { make, company, client } = await createTenant(app);
  const { id } = await make.anAction(company);
  for (const tag of ['*', '"1"']) {
    expect((await client.detail(id).set('If-None-Match', tag).expect(200)).body.id).toBe(id);
  }
});
