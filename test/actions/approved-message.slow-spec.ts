import { describe, expect, it } from '@jest/globals';
import { canonicalJson, sha256 } from '../../src/hashing.js';
import { useApp } from '../support/app.js';
import { expectIntactLogs } from '../support/intact-logs.js';
import { expectInvalid, expectProblem } from '../support/problem.js';
import { createTenant, type Tenant } from '../support/tenant.js';

const app = useApp();

const ACME = { name: 'Acme', address: 'ap@acme.example' };
const BEN = { name: null, address: 'ben@acme.example' };
const edit = ({ client }: Tenant, id: string, body: object) =>
  client.request('patch', `/actions/${id}`).send(body);

async function anEmail(overrides: object = {}) {
  const tenant = await createTenant(app);
  const { id, invoiceId } = await tenant.make.anAction(tenant.company, overrides);
  return { tenant, id, invoiceId };
}

describe('PATCH of recipients', () => {
  it('replaces each list that is sent, logs both values, and warns of an address that the ledger does not have', async () => {
    const { tenant, id } = await anEmail();
    const { body } = await edit(tenant, id, { cc: [{ address: BEN.address }] }).expect(200);
    expect(body).toMatchObject({
      to: [ACME],
      cc: [BEN],
      version: 2,
      approval_log: [{ changes: { cc: { from: null, to: [BEN] } } }],
      warnings: [
        { code: 'recipient_changed', detail: 'The ledger does not have for the customer: ben@acme.example.' },
      ],
    });
    const swapped = await edit(tenant, id, {
      to: [BEN],
      cc: [{ ...ACME, address: 'AP@acme.example' }],
    }).expect(200);
    expect(swapped.body.warnings).toHaveLength(1);
    const cleared = await edit(tenant, id, { to: [], cc: [] }).expect(200);
    expect(cleared.body).toMatchObject({ to: [], cc: [], warnings: [{ code: 'no_email_address' }] });
    expect((await edit(tenant, id, { to: [], cc: null }).expect(200)).body.version).toBe(
      cleared.body.version,
    );
    await expectIntactLogs(app, [tenant.company.id]);
  });

  it.each([
    [{ to: [{ address: 'a@acme.example, b@evil.example' }] }, 'body.to[0].address: email'],
    [{ to: [{ address: '"a@acme.example,b"@evil.example' }] }, 'body.to[0].address: email'],
    [{ to: [{ address: 'a@acme.example\r\nBcc: b@evil.example' }] }, 'body.to[0].address: line'],
    [{ to: [{ name: 'Ada\r\nBcc: b@evil.example', address: 'a@acme.example' }] }, 'body.to[0].name: line'],
    [{ to: [{ name: 'x'.repeat(256), address: 'a@acme.example' }] }, 'body.to[0].name: too_long'],
    [{ to: [{ name: 'Ada' }] }, 'body.to[0].address: required'],
    [{ to: ['a@acme.example'] }, 'body.to[0]: type'],
    [{ to: 'a@acme.example' }, 'body.to: count'],
    [{ to: Array.from({ length: 6 }, (_, n) => ({ address: `a${n}@acme.example` })) }, 'body.to: count'],
    [{ cc: Array.from({ length: 5 }, (_, n) => ({ address: `a${n}@acme.example` })) }, 'body.cc: count'],
    [{ cc: [{ address: 'AP@acme.example' }] }, 'body.cc: repeated'],
    [{ to: [], cc: [{ address: 'a@acme.example' }] }, 'body.cc: without_to'],
    [{ to: [{ address: 'a@acme.example', bcc: 'x' }] }, 'body.to[0].bcc: unknown'],
  ])('refuses %j', async (body, error) => {
    const { tenant, id } = await anEmail();
    expectInvalid(await edit(tenant, id, body), error);
    expect((await tenant.client.detail(id)).body).toMatchObject({ to: [ACME], cc: [], version: 1 });
  });

  it('refuses recipients of a call', async () => {
    const { tenant, id } = await anEmail({ actionType: 'call' });
    expectInvalid(await edit(tenant, id, { to: [BEN] }), 'body.to: email_only');
    expectInvalid(await edit(tenant, id, { cc: [BEN] }), 'body.cc: email_only');
  });
});

describe('an approval', () => {
  it('stores the hash of what goes out, in the action and in the log, and nothing can be changed after it', async () => {
    const { tenant, id, invoiceId } = await anEmail();
    await edit(tenant, id, { to: [ACME], cc: [BEN] }).expect(200);
    const input = { final_subject: ' The final subject ', final_content: 'The final text.' };
    const { body } = await tenant.client.perform('approve', id, input).expect(200);
    const message = {
      invoices: [invoiceId],
      to: body.to,
      cc: body.cc,
      subject: 'The final subject',
      content_sha256: sha256('The final text.'),
      attachments: [],
    };
    const approved_sha256 = sha256(canonicalJson(message));
    expect(body).toMatchObject({
      approved_sha256,
      subject: 'Invoice overdue',
      effective_subject: 'The final subject',
      effective_content: 'The final text.',
      metadata: { final_subject: 'The final subject', final_content: 'The final text.' },
    });
    expect(body.approval_log.at(-1)).toMatchObject({ command: 'approve', approved_sha256 });
    for (const draft of [{ to: [BEN] }, { cc: [] }, { subject: 'Other' }, { content: 'Other.' }])
      expectProblem(await edit(tenant, id, draft), 'invalid_state', {
        current_status: 'processing',
        allowed_from: ['proposed', 'scheduled'],
      });
    expect((await tenant.client.detail(id)).body).toEqual(body);
    await tenant.client.perform('complete', id).expect(200);
    expect((await tenant.client.detail(id)).body).toMatchObject({ approved_sha256, to: [ACME], cc: [BEN] });
    await expectIntactLogs(app, [tenant.company.id]);
  });

  it('takes a blank final subject for none, and one for several actions for unknown', async () => {
    const { tenant, id } = await anEmail();
    const bulk = tenant.client
      .request('post', '/actions/bulk/approve')
      .send({ ids: [id], final_subject: 'Final' });
    expectInvalid(await bulk, 'body.final_subject: unknown');
    expectInvalid(
      await tenant.client.perform('approve', id, { final_subject: 'a\nBcc: b' }),
      'body.final_subject: line',
    );
    const { body } = await tenant.client.perform('approve', id, { final_subject: ' ' }).expect(200);
    expect(body).toMatchObject({ effective_subject: 'Invoice overdue', metadata: {} });
  });

  it('of a message that is edited at the same time has the hash of what the action then has', async () => {
    for (let round = 0; round < 8; round++) {
      const { tenant, id } = await anEmail();
      const edits = [
        edit(tenant, id, { to: [BEN] }),
        edit(tenant, id, { subject: 'Edited' }),
        edit(tenant, id, { content: 'Edited.' }),
      ];
      const approval = tenant.client.perform('approve', id, { final_content: 'Final.' });
      await Promise.all(round % 2 ? [...edits, approval] : [approval, ...edits]);
      const { body } = await tenant.client.detail(id);
      const { invoice, to, cc, effective_subject: subject, effective_content } = body;
      const content_sha256 = sha256(effective_content);
      const message = { invoices: [invoice.id], to, cc, subject, content_sha256, attachments: [] };
      expect(body).toMatchObject({ status: 'processing', approved_sha256: sha256(canonicalJson(message)) });
      await expectIntactLogs(app, [tenant.company.id]);
    }
  });

  it('by send or complete stores no hash', async () => {
    const [sent, done] = [await anEmail(), await anEmail()];
    const { body } = await sent.tenant.client.perform('send', sent.id, { final_subject: 'Sent' }).expect(200);
    expect(body).toMatchObject({
      approved_sha256: null,
      effective_subject: 'Sent',
      metadata: { final_subject: 'Sent' },
    });
    await done.tenant.client.perform('complete', done.id).expect(200);
    expect((await done.tenant.client.detail(done.id)).body.approved_sha256).toBeNull();
    await expectIntactLogs(app, [sent.tenant.company.id, done.tenant.company.id]);
  });
});

it('a claim does not give a message away that is not the approved one', async () => {
  const { tenant, id } = await anEmail({ actionType: 'call', content: 'Ask for the payment.' });
  await tenant.client.perform('approve', id).expect(200);
  const worker = tenant.client.as(await tenant.make.aToken([tenant.company], { scopes: ['deliver'] }));
  const claim = () => worker.request('post', `/actions/${id}/claim`).send({});
  await app.dataSource.query(`UPDATE action SET content = 'Ask for a loan.' WHERE id = $1`, [id]);
  expectProblem(await claim(), 'not_claimable');
  await app.dataSource.query(`UPDATE action SET content = 'Ask for the payment.' WHERE id = $1`, [id]);
  await claim().expect(200);
});
