import { describe, expect, it } from '@jest/globals';
import { createAction, NOW, SHA_OF_DRAFT } from '../../../test/support/action-state.js';
import { sha256 } from '../../hashing.js';
import {
  approvedMessage,
  type MessageParts,
  messagePartsOf,
  sha256OfApprovedMessage,
} from './approved-message.js';
import { transition } from './transition.js';
import { TRANSITION_NAMES, TRANSITIONS } from './transitions.js';

const ADA = { name: 'Ada', address: 'ada@acme.example' };
const BEN = { name: null, address: 'ben@acme.example' };
const PARTS: MessageParts = {
  invoiceId: '019aaf2e-2b3c-7d4e-9f50-6b7c8d9e0f1a',
  toRecipients: [ADA],
  ccRecipients: [BEN],
  subject: 'Overdue',
  finalSubject: null,
  contentSha256: SHA_OF_DRAFT,
};

describe('the approved message', () => {
  it('is what goes out, and its hash is that of the JSON with sorted keys', () => {
    expect(approvedMessage({ ...PARTS, finalSubject: 'Final' })).toStrictEqual({
      invoices: [PARTS.invoiceId],
      to: [ADA],
      cc: [BEN],
      subject: 'Final',
      content_sha256: SHA_OF_DRAFT,
      attachments: [],
    });
    const json =
      '{"attachments":[],"cc":[{"address":"ben@acme.example","name":null}],' +
      `"content_sha256":"${SHA_OF_DRAFT}","invoices":["019aaf2e-2b3c-7d4e-9f50-6b7c8d9e0f1a"],"subject":"Overdue",` +
      '"to":[{"address":"ada@acme.example","name":"Ada"}]}';
    expect(sha256OfApprovedMessage(PARTS)).toBe(sha256(json));
  });

  it('has empty lists without an invoice and without recipients', () => {
    const none = { ...PARTS, invoiceId: null, toRecipients: null, ccRecipients: null };
    expect(approvedMessage(none)).toMatchObject({ invoices: [], to: [], cc: [] });
  });

  it.each<Partial<MessageParts>>([
    { invoiceId: null },
    { toRecipients: [BEN], ccRecipients: [ADA] },
    { toRecipients: [ADA, BEN], ccRecipients: null },
    { toRecipients: [{ ...ADA, name: null }] },
    { toRecipients: null },
    { ccRecipients: null },
    { subject: 'overdue' },
    { subject: null },
    { finalSubject: 'Final' },
    { contentSha256: null },
    { contentSha256: sha256('Another text.') },
  ])('has another hash with %j', (change) => {
    expect(sha256OfApprovedMessage({ ...PARTS, ...change })).not.toBe(sha256OfApprovedMessage(PARTS));
  });

  it('takes neither the order of keys nor the draft below a final subject into account', () => {
    const reordered = [{ address: ADA.address, name: ADA.name }];
    expect(sha256OfApprovedMessage({ ...PARTS, toRecipients: reordered })).toBe(
      sha256OfApprovedMessage(PARTS),
    );
    const final = { ...PARTS, finalSubject: 'Final' };
    expect(sha256OfApprovedMessage({ ...final, subject: 'Other' })).toBe(sha256OfApprovedMessage(final));
  });
});

describe('an approval', () => {
  it.each([
    ['without edits', {}],
    ['with a final subject', { final_subject: 'Final' }],
    ['with a final content', { final_content: 'The final text.' }],
    ['with both', { final_subject: 'Final', final_content: 'The final text.' }],
  ])('%s stores the hash that the row has afterwards', (_, input) => {
    const { change, entry } = transition(createAction(), 'approve', input, NOW)!;
    const { finalContent, ...columns } = change!;
    const metadata = finalContent === undefined ? {} : { final_content: finalContent };
    const row = { ...createAction(), ...columns, metadata };
    expect(entry.approvedSha256).toBe(sha256OfApprovedMessage(messagePartsOf(row)));
    expect(change!.approvedSha256).toBe(entry.approvedSha256);
  });

  it('is the only transition that stores a hash', () => {
    for (const name of TRANSITION_NAMES.filter((other) => other !== 'approve')) {
      const [status] = TRANSITIONS[name].from;
      const deletedAt = name === 'restore' ? NOW : null;
      const result = transition(
        createAction({ status, deletedAt }),
        name,
        { draft: { subject: 'New' } },
        NOW,
      )!;
      expect(result.entry.approvedSha256).toBeNull();
      expect(result.change ?? {}).not.toHaveProperty('approvedSha256');
    }
  });

  it('is final: no transition from there takes a text, a subject or recipients', () => {
    const later = TRANSITION_NAMES.filter((name) =>
      (TRANSITIONS[name].from as readonly string[]).includes('processing'),
    );
    expect(later).toEqual(expect.arrayContaining(['reject', 'cancel', 'complete']));
    for (const name of later) {
      expect(TRANSITIONS[name].input).not.toContain('final_content');
      expect(TRANSITIONS[name].input).not.toContain('final_subject');
    }
    for (const name of ['edit', 'approve', 'send'] as const) {
      const approved = createAction({ status: 'processing' });
      expect(() => transition(approved, name, { draft: { toRecipients: [BEN] } }, NOW)).toThrow('processing');
    }
  });
});
