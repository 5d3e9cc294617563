import { describe, expect, it } from '@jest/globals';
import { proposalSha256, stateOf, stateSha256 } from '../../actions/store/log/action-digests.js';
import type { AuditedAction, AuditedEntry } from '../../actions/store/log/audit-rows.js';
import { chained, type ChainedEntry } from '../../actions/store/log/log-chain.js';
import { sha256 } from '../../hashing.js';
import { compareLogs } from './compare-logs.js';
import { type Finding, Findings } from './findings.js';

const AT = new Date('2026-11-23T09:00:00.123Z');

/** An approved action from before proposals and digests were logged. */
const ACTION: AuditedAction = {
  id: 'action',
  companyId: 'company',
  customerId: 'customer',
  invoiceId: null,
  recommendationId: null,
  actionType: 'email',
  description: 'Send a reminder.',
  recommendation: 'send_reminder',
  recommendationLabel: 'Send a reminder',
  triggerEvent: 'overdue',
  triggerEventLabel: 'Overdue',
  actionRequired: true,
  confidence: null,
  reasoning: null,
  evidence: null,
  expiresAt: null,
  createdAt: AT,
  status: 'processing',
  version: 4,
  isRecommended: true,
  touched: true,
  editedAt: null,
  editedBy: null,
  subject: 'Second',
  content: 'The second draft.',
  metadata: {},
  scheduledFor: AT,
  urgencyScore: 50,
  channelId: null,
  externalId: null,
  responseDeadline: null,
  executedAt: null,
  deletedAt: null,
  updatedAt: AT,
  draftedBalance: null,
  draftedCurrency: null,
  draftedDueOn: null,
  draftedCustomerName: null,
  toRecipients: null,
  ccRecipients: null,
  finalSubject: null,
  approvedSha256: null,
  assignedTo: null,
  logHead: null,
};

const ENTRY: Omit<AuditedEntry, 'hash' | 'id' | 'seq'> = {
  companyId: 'company',
  actionId: 'action',
  command: 'edit',
  fromStatus: 'proposed',
  toStatus: 'proposed',
  approvedBy: null,
  approvedByName: null,
  approvedByProof: null,
  actorContactId: null,
  actorContactName: null,
  causedBy: null,
  actor: 'desk',
  reason: null,
  comment: null,
  contentSha256: sha256(ACTION.content!),
  changes: null,
  requestId: 'request',
  proposalSha256: null,
  stateSha256: null,
  approvedSha256: null,
  createdAt: AT,
};

/** Links entries to a chain. */
function chain(...entries: Partial<AuditedEntry>[]): AuditedEntry[] {
  let previous: ChainedEntry | undefined;
  return entries.map((entry, index) => {
    const unlinked = { ...ENTRY, id: String(index + 1), seq: String(index + 1), ...entry };
    previous = chained(unlinked, previous?.hash ?? null);
    return { ...unlinked, ...previous };
  });
}

const EDITS: Partial<AuditedEntry>[] = [
  { changes: { subject: { from: 'First', to: 'Second' } } },
  { changes: { content: { from: 'The first draft.', to: 'The second draft.' } } },
  { command: 'approve', toStatus: 'processing' },
];
const [first, second, third] = chain(...EDITS) as [AuditedEntry, AuditedEntry, AuditedEntry];

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

async function findingsOf(
  entries: readonly AuditedEntry[],
  action: Partial<AuditedAction> = {},
): Promise<Partial<Finding>[]> {
  const findings = new Findings();
  const row = { ...ACTION, logHead: third.hash, ...action };
  await compareLogs(stream([row]), stream(entries), findings);
  return findings.list.map(({ entry_id, check }) => ({ entry_id, check }));
}

describe('compareLogs', () => {
  it('finds nothing in an intact log or an empty log', async () => {
    expect(await findingsOf([first, second, third])).toEqual([]);
    expect(await findingsOf([], { logHead: null })).toEqual([]);
  });

  it.each([
    ['the first entry is missing', [second, third], { entry_id: '2', check: 'hash' }],
    ['an entry in the middle is missing', [first, third], { entry_id: '3', check: 'hash' }],
    ['the last entry is missing', [first, second], { entry_id: null, check: 'head' }],
    ['all entries are missing', [], { entry_id: null, check: 'head' }],
    ['two entries are swapped', [first, third, second], { entry_id: '3', check: 'hash' }],
    ['an entry is duplicated', [first, first, second, third], { entry_id: '1', check: 'hash' }],
  ])('finds the break if %s', async (_, entries, finding) => {
    expect(await findingsOf(entries)).toContainEqual(finding);
  });

  it.each([...Object.keys(ENTRY), 'id'] as (keyof AuditedEntry)[])(
    'finds an entry whose %s was changed',
    async (field) => {
      const value = field === 'createdAt' ? new Date('2026-11-23T09:00:00.124Z') : 'forged';
      const forged = { ...second, [field]: value };
      const found = await findingsOf([first, forged, third]);
      const check = field === 'actionId' ? 'action' : 'hash';
      expect(found).toContainEqual({ entry_id: forged.id, check });
    },
  );

  it('finds the entry after a forged entry with a recomputed hash', async () => {
    const forged = { ...second, ...chained({ ...second, comment: 'forged' }, first.hash) };
    expect(await findingsOf([first, forged, third])).toEqual([{ entry_id: '3', check: 'hash' }]);
  });

  it('finds entries without their action', async () => {
    const findings = new Findings();
    await compareLogs(stream([]), stream([first, second]), findings);
    expect(findings.list).toEqual([{ action_id: 'action', entry_id: '2', check: 'action' }]);
  });

  it.each([
    ['status', { status: 'completed' }],
    ['content', { content: 'Forged.' }],
    ['content', { metadata: { final_content: 'Forged.' } }],
    ['draft', { subject: 'Forged' }],
    ['deleted_at', { deletedAt: AT }],
    ['version', { version: 6 }],
    ['touched', { touched: false }],
  ] as const)('finds by %s that an action has %j against its log', async (check, change) => {
    expect(await findingsOf([first, second, third], change)).toContainEqual({ entry_id: '3', check });
  });

  it.each<[string, Partial<AuditedEntry>[]]>([
    ['from_status', [{}, { ...EDITS[2], fromStatus: 'scheduled' }]],
    ['draft', [EDITS[1]!, { changes: { content: { from: 'A third text.', to: 'The second draft.' } } }]],
    ['draft', [{ command: 'propose', contentSha256: sha256('Another.') }, EDITS[1]!]],
  ])('finds by %s that entries contradict each other in an intact chain', async (check, entries) => {
    const forged = chain(...entries);
    expect(await findingsOf(forged, { logHead: forged.at(-1)!.hash })).toContainEqual({
      entry_id: '2',
      check,
    });
  });

  it('knows edits that store the hash of the new text', async () => {
    const changes = { content: { from: 'The first draft.', to_sha256: sha256('The second draft.') } };
    const entries = chain(EDITS[0]!, { changes }, EDITS[2]!);
    const logHead = entries[2]!.hash;
    expect(await findingsOf(entries, { logHead })).toEqual([]);
    const content = 'The third draft.';
    expect(await findingsOf(entries, { logHead, content })).toContainEqual({ entry_id: '3', check: 'draft' });
  });

  it('finds a change of any column if the latest entry has digests', async () => {
    const proposed = { ...ACTION, version: 1 };
    const digests = { proposalSha256: proposalSha256(proposed), stateSha256: stateSha256(stateOf(proposed)) };
    const entries = chain({ command: 'propose', toStatus: 'processing', ...digests });
    const action = { version: 1, logHead: entries[0]!.hash };
    expect(await findingsOf(entries, action)).toEqual([]);
    for (const column of Object.keys(ACTION).filter((name) => !['id', 'logHead'].includes(name))) {
      const isTime = column.endsWith('At') || column === 'scheduledFor';
      const value = column === 'confidence' ? 0.5 : isTime ? new Date(0) : 'forged';
      expect(await findingsOf(entries, { ...action, [column]: value })).not.toEqual([]);
    }
  });
});
