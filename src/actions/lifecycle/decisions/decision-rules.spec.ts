import { describe, expect, it } from '@jest/globals';
import { sha256 } from '../../../hashing.js';
import type { DomainError } from '../../../problems/domain-error.js';
import type { ProvenContact } from '../../../tenancy/caller.js';
import type { Status } from '../statuses.js';
import { type TransitionName, TRANSITION_NAMES } from '../transitions.js';
import { type Approver, approverOf } from './approver.js';
import type { Author } from './author.js';
import { approves, checkDecision, decides } from './decision-rules.js';

const DANA: ProvenContact = { id: 'dana', name: 'Dana', proof: 'session' };
const CLAIMED: Approver = { id: 'dana', name: 'Dana', proof: 'claimed' };
const ACTION = {
  status: 'proposed' as Status,
  subject: 'Overdue',
  finalSubject: null,
  contentSha256: sha256('Pay.'),
};

const transitionsThat = (rule: (name: TransitionName, status: Status) => boolean, status: Status) =>
  TRANSITION_NAMES.filter((name) => rule(name, status));

describe('decisions', () => {
  it.each<[Status, string[], string[]]>([
    ['proposed', ['approve', 'send', 'complete'], ['approve', 'reject', 'send', 'cancel', 'complete']],
    ['scheduled', ['approve', 'send', 'complete'], ['approve', 'reject', 'send', 'cancel', 'complete']],
    ['processing', ['approve'], ['approve', 'reject', 'cancel']],
  ])('from %s approve by %j, and name a contact in %j', (status, approving, deciding) => {
    expect(transitionsThat(approves, status)).toEqual(approving);
    expect(transitionsThat(decides, status)).toEqual(deciding);
  });
});

describe('the approver', () => {
  const named = { id: 'dana', name: 'Dana', mayDecide: true };

  it.each<[string, ProvenContact | null, typeof named | undefined, Approver | undefined]>([
    ['nobody without a contact', null, undefined, undefined],
    ['the contact that the client names', null, named, CLAIMED],
    ['the contact for whom the client acts', DANA, undefined, DANA],
    ['that contact when it is also named', DANA, named, DANA],
  ])('is %s', (_, contact, given, approver) => {
    expect(approverOf({ contact }, given)).toEqual(approver);
  });

  it.each<[string, ProvenContact | null, typeof named, string]>([
    ['another contact than the proven one', { ...DANA, id: 'ade' }, named, 'other_contact'],
    ['a viewer', null, { ...named, mayDecide: false }, 'viewer'],
  ])('cannot be %s', (_, contact, given, code) => {
    expect(refusalOf(() => approverOf({ contact }, given))?.extras.errors).toMatchObject([
      { field: 'approved_by', code },
    ]);
  });
});

interface Case {
  name?: TransitionName;
  status?: Status;
  input?: Partial<Parameters<typeof checkDecision>[2]>;
  contact?: ProvenContact | null;
  required?: boolean;
  eyes?: boolean;
  authors?: Author[];
}

/** Of a command of the token `desk`. */
const codeOf = ({
  name = 'approve',
  status = 'proposed',
  input = {},
  contact = null,
  required = false,
  eyes = false,
  authors = [],
}: Case) =>
  refusalOf(() =>
    checkDecision(
      { ...ACTION, status },
      name,
      { approver: contact ?? undefined, ...input },
      { name: 'desk', contact },
      { approver_required: required, four_eyes: eyes },
      authors,
    ),
  )?.code;

function refusalOf(work: () => unknown): DomainError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error as DomainError;
  }
}

describe('approver_required', () => {
  it.each<[string, Case]>([
    ['approve without a contact', {}],
    ['approve for a contact that is only named', { input: { approver: CLAIMED } }],
    ['reject', { name: 'reject' }],
    ['cancel of an approved action', { name: 'cancel', status: 'processing' }],
    ['send', { name: 'send' }],
    ['complete of an action that waits', { name: 'complete' }],
  ])('refuses %s', (_, decision) => {
    expect(codeOf({ ...decision, required: true })).toBe('approver_required');
    expect(codeOf(decision)).toBeUndefined();
  });

  it.each<[string, Case]>([
    ['approve for a proven contact', { contact: DANA }],
    ['approve by token', { contact: { ...DANA, proof: 'token' } }],
    ['complete of an approved action', { name: 'complete', status: 'processing' }],
    ['edit', { name: 'edit' }],
  ])('allows %s', (_, decision) => {
    expect(codeOf({ ...decision, required: true })).toBeUndefined();
  });
});

describe('four_eyes', () => {
  const byDana = { actor: 'Dana', contactId: 'dana' };
  const byDesk = { actor: 'desk', contactId: null };

  it.each<[string, Case]>([
    ['who proposed it as the same contact', { contact: DANA, authors: [byDana] }],
    [
      'who edited it last, by another client',
      { contact: DANA, authors: [byDesk, { ...byDana, actor: 'phone' }] },
    ],
    ['of a contact that is only named and edited it', { input: { approver: CLAIMED }, authors: [byDana] }],
    ['of the same token, although it names a contact', { input: { approver: CLAIMED }, authors: [byDesk] }],
    ['that is implied by send', { name: 'send', authors: [byDesk] }],
    ['that is implied by complete', { name: 'complete', authors: [byDesk] }],
    ['with another text', { contact: DANA, input: { finalContentSha256: sha256('Pay!') } }],
    ['with another subject', { contact: DANA, input: { final_subject: 'Last' } }],
  ])('refuses the approval %s', (_, decision) => {
    expect(codeOf({ ...decision, eyes: true })).toBe('four_eyes');
    expect(codeOf(decision)).toBeUndefined();
  });

  it.each<[string, Case]>([
    ['by another contact', { contact: DANA, authors: [{ actor: 'Ade', contactId: 'ade' }] }],
    ['by another token', { authors: [{ actor: 'agent', contactId: null }] }],
    ['of a contact by the token of the same name', { contact: DANA, authors: [byDesk] }],
    [
      'with the text of the draft',
      { input: { finalContentSha256: sha256('Pay.'), final_subject: 'Overdue' } },
    ],
    ['that is none: reject', { name: 'reject', authors: [byDesk] }],
    [
      'that is none: complete of an approved action',
      { name: 'complete', status: 'processing', authors: [byDesk] },
    ],
  ])('allows the approval %s', (_, decision) => {
    expect(codeOf({ ...decision, eyes: true })).toBeUndefined();
  });
});
