import { beforeAll, describe, expect, it } from '@jest/globals';
import { type TenantWithAgent, createTenantWithAgent } from '../support/tenant-with-agent.js';
import { useApp } from '../support/app.js';
import { expectInvalid } from '../support/problem.js';
import {
  subjectOf,
  aCallAlternative,
  anEmailAlternative,
  aRecommendation,
} from '../support/recommendation.js';

const app = useApp();
const textOf = (length: number) => 'x'.repeat(length);
const ID = '019aaf2e-2b3c-7d4e-9f50-6b7c8d9e0f1a';

let tenant: TenantWithAgent;
/** The customer and the invoice of every request in this file. */
let subject: ReturnType<typeof subjectOf>;
beforeAll(async () => {
  tenant = await createTenantWithAgent(app);
  subject = subjectOf(await tenant.anOpenInvoice({}));
});

const send = (changes: object) => tenant.post(aRecommendation({ ...subject, ...changes })).expect(400);

/** Changes of a valid recommendation, and the errors by field. */
const REFUSALS: [title: string, changes: object, ...expected: string[]][] = [
  [
    'neither a customer nor an invoice',
    { customer_id: undefined, invoice_id: undefined },
    'customer_id: required',
  ],
  ['a blank customer', { customer_id: null, customer_external_id: ' ' }, 'customer_external_id: blank'],
  ['a customer named twice', { customer_external_id: 'C-1' }, 'customer_external_id: either'],
  ['a customer id that is not a UUID', { customer_id: 'C-1' }, 'customer_id: uuid'],
  ['an invoice named twice', { invoice_number: 'INV-1' }, 'invoice_number: either'],
  ['an invoice id that is not a UUID', { invoice_id: 7 }, 'invoice_id: uuid'],
  ['no trigger event', { trigger_event: undefined }, 'trigger_event: required'],
  ['a blank trigger event', { trigger_event: '  ' }, 'trigger_event: required'],
  ['a trigger event of two lines', { trigger_event: 'a\nb' }, 'trigger_event: line'],
  ['a number as the trigger event', { trigger_event: 8 }, 'trigger_event: type'],
  ['a label that is too long', { trigger_event_label: textOf(256) }, 'trigger_event_label: too_long'],
  ['no source', { source: null }, 'source: required'],
  ['the built-in policy’s source', { source: ' dunning_policy ' }, 'source: reserved'],
  ['a blank invoice number', { invoice_id: undefined, invoice_number: ' ' }, 'invoice_number: blank'],
  ['a blank dedupe_key', { dedupe_key: '' }, 'dedupe_key: blank'],
  [
    'an expiry at the time of a scheduled action',
    {
      expires_at: '2098-01-01T00:00:00Z',
      alternatives: [anEmailAlternative({ scheduled_for: '2098-01-01T00:00:00Z' })],
    },
    'expires_at: order',
  ],
  ['a dedupe_key that is too long', { dedupe_key: textOf(256) }, 'dedupe_key: too_long'],
  ['a dedupe_key with a tab', { dedupe_key: 'a\tb' }, 'dedupe_key: line'],
  ['a date as the expiry', { expires_at: '2099-01-01' }, 'expires_at: date_time'],
  ['an expiry without an offset', { expires_at: '2099-01-01T00:00:00' }, 'expires_at: date_time'],
  ['an expiry in the past', { expires_at: '2021-01-01T00:00:00Z' }, 'expires_at: past'],
  ['no alternatives', { alternatives: undefined }, 'alternatives: required'],
  ['an empty list of alternatives', { alternatives: [] }, 'alternatives: count'],
  ['an object instead of a list', { alternatives: anEmailAlternative() }, 'alternatives: count'],
  [
    'eleven alternatives',
    { alternatives: [anEmailAlternative(), ...Array(10).fill(aCallAlternative())] },
    'alternatives: count',
  ],
  [
    'no recommended alternative',
    { alternatives: [aCallAlternative(), aCallAlternative()] },
    'alternatives: recommended',
  ],
  [
    'two recommended alternatives',
    { alternatives: [anEmailAlternative(), anEmailAlternative()] },
    'alternatives: recommended',
  ],
  ['a string as an alternative', { alternatives: [anEmailAlternative(), 'call'] }, 'alternatives[1]: type'],
  ['a list as an alternative', { alternatives: [anEmailAlternative(), []] }, 'alternatives[1]: type'],
  ['a status', { status: 'processing' }, 'status: unknown'],
  ['approved_by', { approved_by: ID }, 'approved_by: unknown'],
  ['ids', { id: ID, company_id: ID }, 'company_id: unknown', 'id: unknown'],
];

/** Changes of the third alternative, and the code of the error. */
const ALTERNATIVES: [field: string, value: unknown, code: string][] = [
  ['action_type', undefined, 'required'],
  ['action_type', 'letter', 'choice'],
  ['action_type', 'EMAIL', 'choice'],
  ['recommendation', undefined, 'required'],
  ['recommendation', textOf(256), 'too_long'],
  ['recommendation_label', null, 'required'],
  ['recommendation_label', 'a\u0085b', 'line'],
  ['description', undefined, 'required'],
  ['description', ' \n ', 'required'],
  ['description', textOf(2_001), 'too_long'],
  ['action_required', undefined, 'required'],
  ['action_required', 'true', 'boolean'],
  ['is_recommended', undefined, 'required'],
  ['is_recommended', 0, 'boolean'],
  ['urgency_score', undefined, 'required'],
  ['urgency_score', -1, 'range'],
  ['urgency_score', 101, 'range'],
  ['urgency_score', 50.5, 'range'],
  ['urgency_score', '50', 'range'],
  ['confidence', -0.01, 'range'],
  ['confidence', 1.01, 'range'],
  ['confidence', '0.5', 'range'],
  ['reasoning', textOf(10_001), 'too_long'],
  ['reasoning', ['because'], 'type'],
  ['evidence', 7, 'type'],
  ['evidence', true, 'type'],
  ['subject', textOf(256), 'too_long'],
  ['subject', 'Hello\r\nBcc: all@example.com', 'line'],
  ['content', textOf(100_001), 'too_long'],
  ['content', ' \n', 'blank'],
  ['content', { text: 'Dear' }, 'type'],
  ['scheduled_for', '2026-02-30T00:00:00Z', 'date_time'],
  ['scheduled_for', 1_764_000_000, 'date_time'],
  ['metadata', ['a'], 'type'],
  ['metadata', 'a', 'type'],
  ['metadata', { final_content: 'Approved.' }, 'reserved'],
  ['status', 'processing', 'unknown'],
  ['final_content', 'Approved.', 'unknown'],
  ['expires_at', '2099-01-01T00:00:00Z', 'unknown'],
];

describe('a recommendation is rejected', () => {
  it.each(REFUSALS)('with %s', async (_title, changes, ...expected) => {
    expectInvalid(await send(changes), ...expected.map((field) => `body.${field}`));
  });

  it.each(ALTERNATIVES)('with alternatives[2].%s: %j (%s)', async (field, value, code) => {
    const alternatives = [anEmailAlternative(), aCallAlternative(), aCallAlternative({ [field]: value })];
    expectInvalid(await send({ alternatives }), `body.alternatives[2].${field}: ${code}`);
  });

  it.each(['evidence', 'metadata'])('with %s of more than 64 KiB as JSON', async (field) => {
    const text = 'é'.repeat(32_768);
    const alternatives = [anEmailAlternative(), aCallAlternative({ [field]: { text } })];
    expectInvalid(await send({ alternatives }), `body.alternatives[1].${field}: too_large`);
  });

  it('with wait_for_customer and action_required', async () => {
    const alternatives = [anEmailAlternative({ recommendation: 'wait_for_customer', action_required: true })];
    expectInvalid(await send({ alternatives }), 'body.alternatives[0].action_required: wait');
  });

  it('with every error in one response', async () => {
    const alternatives = [
      anEmailAlternative({ urgency_score: 900, colour: 'red' }),
      aCallAlternative({ action_type: 'fax' }),
      aCallAlternative({ confidence: 2, metadata: { final_content: 1 } }),
    ];
    expectInvalid(
      await send({ alternatives, source: '', trigger_event: 1, dry_run: true }),
      'body.source: required',
      'body.trigger_event: type',
      'body.dry_run: unknown',
      'body.alternatives[0].urgency_score: range',
      'body.alternatives[0].colour: unknown',
      'body.alternatives[1].action_type: choice',
      'body.alternatives[2].confidence: range',
      'body.alternatives[2].metadata: reserved',
    );
  });

  it('with NUL, a lone surrogate or the key __proto__ at any depth', async () => {
    const forbiddenKey = JSON.parse('{"a": {"__proto__": 1}}');
    const alternatives = [
      anEmailAlternative({ content: 'a\0b', evidence: [forbiddenKey] }),
      aCallAlternative({ metadata: { deep: ['\ud800'] } }),
    ];
    expectInvalid(
      await send({ alternatives }),
      'body.alternatives[0].content: text',
      'body.alternatives[0].evidence[0].a.__proto__: key',
      'body.alternatives[1].metadata.deep[0]: text',
    );
  });

  it('without writing anything', async () => {
    expect(await tenant.actions()).toEqual([]);
    expect(await tenant.select('SELECT FROM recommendation WHERE company_id = $1')).toEqual([]);
  });
});
