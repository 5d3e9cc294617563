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
const long = (length: number) => 'x'.repeat(length);
const ID = '019aaf2e-2b3c-7d4e-9f50-6b7c8d9e0f1a';

let tenant: TenantWithAgent;
/** That which every body here is about. */
let subject: ReturnType<typeof subjectOf>;
beforeAll(async () => {
  tenant = await createTenantWithAgent(app);
  subject = subjectOf(await tenant.anOpenInvoice({}));
});

const send = (changes: object) => tenant.post(aRecommendation({ ...subject, ...changes })).expect(400);

/** Fields of the whole, each with its code. */
const REFUSALS: [what: string, changes: object, ...expected: string[]][] = [
  ['no customer', { customer_id: undefined }, 'customer_id: required'],
  ['a blank customer', { customer_id: null, customer_external_id: ' ' }, 'customer_external_id: blank'],
  ['a customer named twice', { customer_external_id: 'C-1' }, 'customer_external_id: either'],
  ['a customer’s id that is none', { customer_id: 'C-1' }, 'customer_id: uuid'],
  ['an invoice named twice', { invoice_number: 'INV-1' }, 'invoice_number: either'],
  ['an invoice’s id that is none', { invoice_id: 7 }, 'invoice_id: uuid'],
  ['no event', { trigger_event: undefined }, 'trigger_event: required'],
  ['a blank event', { trigger_event: '  ' }, 'trigger_event: required'],
  ['an event of two lines', { trigger_event: 'a\nb' }, 'trigger_event: line'],
  ['an event that is a number', { trigger_event: 8 }, 'trigger_event: type'],
  ['too long a label', { trigger_event_label: long(256) }, 'trigger_event_label: too_long'],
  ['no source', { source: null }, 'source: required'],
  ['the built-in policy’s source', { source: ' dunning_policy ' }, 'source: reserved'],
  ['a blank invoice', { invoice_id: undefined, invoice_number: ' ' }, 'invoice_number: blank'],
  ['a blank key', { dedupe_key: '' }, 'dedupe_key: blank'],
  [
    'an end before its action is due',
    {
      expires_at: '2098-01-01T00:00:00Z',
      alternatives: [anEmailAlternative({ scheduled_for: '2098-01-01T00:00:00Z' })],
    },
    'expires_at: order',
  ],
  ['too long a key', { dedupe_key: long(256) }, 'dedupe_key: too_long'],
  ['a key with a tab', { dedupe_key: 'a\tb' }, 'dedupe_key: line'],
  ['an end that is a day', { expires_at: '2099-01-01' }, 'expires_at: date_time'],
  ['an end without an offset', { expires_at: '2099-01-01T00:00:00' }, 'expires_at: date_time'],
  ['an end that has passed', { expires_at: '2021-01-01T00:00:00Z' }, 'expires_at: past'],
  ['no alternatives', { alternatives: undefined }, 'alternatives: required'],
  ['an empty list', { alternatives: [] }, 'alternatives: count'],
  ['an object for a list', { alternatives: anEmailAlternative() }, 'alternatives: count'],
  [
    'eleven',
    { alternatives: [anEmailAlternative(), ...Array(10).fill(aCallAlternative())] },
    'alternatives: count',
  ],
  [
    'none recommended',
    { alternatives: [aCallAlternative(), aCallAlternative()] },
    'alternatives: recommended',
  ],
  [
    'two recommended',
    { alternatives: [anEmailAlternative(), anEmailAlternative()] },
    'alternatives: recommended',
  ],
  ['a text among them', { alternatives: [anEmailAlternative(), 'call'] }, 'alternatives[1]: type'],
  ['a list among them', { alternatives: [anEmailAlternative(), []] }, 'alternatives[1]: type'],
  ['a status', { status: 'processing' }, 'status: unknown'],
  ['an approval', { approved_by: ID }, 'approved_by: unknown'],
  ['an id', { id: ID, company_id: ID }, 'company_id: unknown', 'id: unknown'],
];

/** The same of the third alternative. */
const ALTERNATIVES: [field: string, value: unknown, code: string][] = [
  ['action_type', undefined, 'required'],
  ['action_type', 'letter', 'choice'],
  ['action_type', 'EMAIL', 'choice'],
  ['recommendation', undefined, 'required'],
  ['recommendation', long(256), 'too_long'],
  ['recommendation_label', null, 'required'],
  ['recommendation_label', 'a\u0085b', 'line'],
  ['description', undefined, 'required'],
  ['description', ' \n ', 'required'],
  ['description', long(2_001), 'too_long'],
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
  ['reasoning', long(10_001), 'too_long'],
  ['reasoning', ['because'], 'type'],
  ['evidence', 7, 'type'],
  ['evidence', true, 'type'],
  ['subject', long(256), 'too_long'],
  ['subject', 'Hello\r\nBcc: all@example.com', 'line'],
  ['content', long(100_001), 'too_long'],
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

describe('a recommendation is refused by name', () => {
  it.each(REFUSALS)('with %s', async (_what, changes, ...expected) => {
    expectInvalid(await send(changes), ...expected.map((field) => `body.${field}`));
  });

  it.each(ALTERNATIVES)('with alternatives[2].%s: %j (%s)', async (field, value, code) => {
    const alternatives = [anEmailAlternative(), aCallAlternative(), aCallAlternative({ [field]: value })];
    expectInvalid(await send({ alternatives }), `body.alternatives[2].${field}: ${code}`);
  });

  it('with wait_for_customer that needs an action', async () => {
    const alternatives = [anEmailAlternative({ recommendation: 'wait_for_customer', action_required: true })];
    expectInvalid(await send({ alternatives }), 'body.alternatives[0].action_required: wait');
  });

  it('with all that is wrong with it at once', async () => {
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

  it('with a NUL, half a surrogate pair or a key that JavaScript gives a meaning, wherever it stands', async () => {
    const spoilt = JSON.parse('{"a": {"__proto__": 1}}');
    const alternatives = [
      anEmailAlternative({ content: 'a\0b', evidence: [spoilt] }),
      aCallAlternative({ metadata: { deep: ['\ud800'] } }),
    ];
    expectInvalid(
      await send({ alternatives }),
      'body.alternatives[0].content: text',
      'body.alternatives[0].evidence[0].a.__proto__: key',
      'body.alternatives[1].metadata.deep[0]: text',
    );
  });

  it('and leaves nothing behind', async () => {
    expect(await tenant.actions()).toEqual([]);
    expect(await tenant.select('SELECT FROM recommendation WHERE company_id = $1')).toEqual([]);
  });
});
