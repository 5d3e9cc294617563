import { describe, expect, it } from '@jest/globals';
import { canonicalJson, sha256 } from '../../../hashing.js';
import { type DigestedState, stateSha256 } from './action-digests.js';
import { chainHash, type LogEntry } from './log-chain.js';

const AT = new Date('2026-11-23T09:00:00.123Z');
const STATE: DigestedState = {
  status: 'proposed',
  version: 1,
  isRecommended: true,
  touched: false,
  editedAt: null,
  editedBy: null,
  subject: 'Overdue',
  scheduledFor: AT,
  urgencyScore: 50,
  channelId: null,
  externalId: null,
  responseDeadline: null,
  executedAt: null,
  deletedAt: null,
  updatedAt: AT,
  draftedBalance: '100.00',
  draftedCurrency: 'EUR',
  draftedDueOn: '2026-10-12',
  draftedCustomerName: 'Acme',
  toRecipients: null,
  ccRecipients: null,
  finalSubject: null,
  approvedSha256: null,
  assignedTo: null,
  draftSha256: 'd',
  contentSha256: 'c',
  hasFinalContent: false,
};
/** The values in the order of the first version, in which no other columns existed. */
// prettier-ignore
const FIRST_COLUMNS = [
  'proposed', 1, true, false, null, null, 'Overdue', AT, 50, null, null, null, null, null, AT,
  '100.00', 'EUR', '2026-10-12', 'Acme', 'd', 'c', false,
];
const ENTRY: LogEntry = {
  id: 'entry',
  companyId: 'company',
  actionId: 'action',
  command: 'approve',
  fromStatus: 'proposed',
  toStatus: 'processing',
  approvedBy: null,
  approvedByName: null,
  approvedByProof: null,
  actorContactId: null,
  actorContactName: null,
  actor: 'desk',
  causedBy: null,
  reason: null,
  comment: null,
  contentSha256: 'c',
  changes: null,
  requestId: 'request',
  proposalSha256: null,
  stateSha256: 's',
  approvedSha256: null,
  createdAt: AT,
};
// prettier-ignore
const FIRST_FIELDS = [
  'previous', 'company', 'action', 'entry', 'approve', 'proposed', 'processing', null, 'desk', null, null, 'c',
  'request', AT.toISOString(),
];

describe('columns that were added later', () => {
  it('leave the digest of a state as it was while they are null', () => {
    expect(stateSha256(STATE)).toBe(sha256(canonicalJson(FIRST_COLUMNS)));
  });

  it.each<Partial<DigestedState>>([
    { toRecipients: [{ name: null, address: 'ada@acme.example' }] },
    { ccRecipients: [{ name: null, address: 'ada@acme.example' }] },
    { finalSubject: 'a' },
    { approvedSha256: 'a' },
    { assignedTo: 'a' },
  ])('change the digest of a state with %j', (change) => {
    const [[column, value]] = Object.entries(change) as [[string, unknown]];
    expect(stateSha256({ ...STATE, ...change })).toBe(
      sha256(canonicalJson([...FIRST_COLUMNS, { [column]: value }])),
    );
  });

  it('change the hash of an entry that says how its approver is known, or for whom its client acted', () => {
    const hash = (...later: unknown[]) =>
      sha256(canonicalJson([...FIRST_FIELDS, null, null, null, null, 's', null, ...later]));
    expect(chainHash({ ...ENTRY, approvedByProof: 'claimed' }, 'previous')).toBe(hash('claimed', null, null));
    const contact = { actorContactId: 'contact', actorContactName: 'Dana' };
    expect(chainHash({ ...ENTRY, ...contact }, 'previous')).toBe(hash(null, 'contact', 'Dana'));
    expect(chainHash({ ...ENTRY, actorContactName: 'Dana' }, 'previous')).toBe(hash(null, null, 'Dana'));
  });

  it('leave the hash of an entry as it was without an approved message', () => {
    const hash = (...later: unknown[]) => sha256(canonicalJson([...FIRST_FIELDS, ...later]));
    expect(chainHash(ENTRY, 'previous')).toBe(hash(null, null, null, null, 's'));
    expect(chainHash({ ...ENTRY, approvedSha256: 'm' }, 'previous')).toBe(
      hash(null, null, null, null, 's', 'm'),
    );
  });
});
