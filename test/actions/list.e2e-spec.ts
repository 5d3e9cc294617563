import { describe, expect, it } from '@jest/globals';
import { useApp } from '../support/app.js';
import { Client } from '../support/client.js';
import { createTenant } from '../support/tenant.js';

const app = useApp();

describe('the list of actions', () => {
  /** Every field of an action in the documented order; the detail adds the evidence and the log. */
  const KEYS = [
    'id company_id customer invoice action_type status description recommendation recommendation_label',
    'trigger_event trigger_event_label is_recommended action_required urgency_score confidence reasoning subject',
    'content to cc scheduled_for executed_at channel_id external_id response_deadline response_overdue metadata',
    'allowed_actions version is_deleted deleted_at created_at updated_at recommendation_id expires_at',
    'effective_subject effective_content warnings delivery assigned_to source',
  ].flatMap((line) => line.split(' '));

  it('returns {count, page, page_size, data}', async () => {
    const { make, company, client } = await createTenant(app);
    const action = await make.anAction(company);
    const { body } = await client
      .list()
      .expect(200)
      .expect('Content-Type', /^application\/json/);
    expect(Object.keys(body)).toEqual(['count', 'page', 'page_size', 'data']);
    expect(body).toMatchObject({ count: 1, page: 1, page_size: 1, data: [{ id: action.id }] });
  });

  it('returns an empty page if the company has no actions', async () => {
    const { client } = await createTenant(app);
    const { body } = await client.list().expect(200);
    expect(body).toEqual({ count: 0, page: 1, page_size: 0, data: [] });
  });

  it('returns every field of every action; empty fields are null', async () => {
    const { make, company, client } = await createTenant(app);
    const { customerId } = await make.anInvoice(company);
    const bare = { invoiceId: null, customerId, subject: null, content: null };
    await make.anAction(company, bare);
    const { body } = await client.list().expect(200);
    expect(Object.keys(body.data[0])).toEqual(KEYS);
    expect(body.data[0]).toMatchObject({ invoice: null, subject: null, content: null, executed_at: null });
    expect(body.data[0]).toMatchObject({ effective_subject: null, effective_content: null });
    expect(body.data[0]).toMatchObject({ assigned_to: null, source: null });
  });

  it('returns an action like the detail, without the evidence and the log', async () => {
    const { make, company, client } = await createTenant(app);
    const action = await make.anAction(company);
    await client.perform('approve', action.id, { final_content: 'Dear Acme.' }).expect(200);
    const { approval_log, approval_log_truncated, approved_sha256, evidence, ...detail } = (
      await client.detail(action.id).expect(200)
    ).body;
    const { body } = await client.list().expect(200);
    expect(approval_log).toMatchObject([{ approved_sha256 }]);
    expect([approval_log_truncated, evidence]).toEqual([false, null]);
    expect(body.data).toEqual([detail]);
  });

  it('returns only the actions of the company in the path, for a token of two companies too', async () => {
    const { make, company } = await createTenant(app);
    const other = await make.aCompany();
    const client = new Client(app.url, await make.aToken([company, other]), company);
    const mine = await make.anAction(company);
    await make.anAction(other);
    const { body } = await client.list({ include_deleted: true }).expect(200);
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual([mine.id]);
    expect(body.count).toBe(1);
  });

  it('responds to HEAD with the Link header and without a body', async () => {
    const { make, company, client } = await createTenant(app);
    await make.anAction(company);
    const { headers, text } = await client.request('head', '/actions').expect(200);
    expect(headers.link).toContain('rel="last"');
    expect(text).toBeFalsy();
  });
});
