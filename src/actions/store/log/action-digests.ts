import { canonicalJson, sha256, sha256OrNull } from '../../../hashing.js';
import { effectiveContent } from '../../lifecycle/effective-content.js';
import type { Action } from '../action.entity.js';

/** The columns of an action, without the head of its log, what PostgreSQL computes, and the mark of a sweep. */
type Vouched = Omit<
  Action,
  'logHead' | 'historyAt' | 'overdueEventAt' | 'customer' | 'invoice' | 'recommended' | 'assignee'
>;

/** The columns that the proposal sets once and for all. */
export const PROPOSAL_COLUMNS = [
  'id',
  'companyId',
  'customerId',
  'invoiceId',
  'recommendationId',
  'actionType',
  'description',
  'recommendation',
  'recommendationLabel',
  'triggerEvent',
  'triggerEventLabel',
  'actionRequired',
  'confidence',
  'reasoning',
  'evidence',
  'expiresAt',
  'createdAt',
] as const satisfies (keyof Vouched)[];

/** The columns that transitions change: all others. The compiler finds a column that is missing here. */
const STATE = {
  status: true,
  version: true,
  isRecommended: true,
  touched: true,
  editedAt: true,
  editedBy: true,
  subject: true,
  content: true,
  metadata: true,
  scheduledFor: true,
  urgencyScore: true,
  channelId: true,
  externalId: true,
  responseDeadline: true,
  executedAt: true,
  deletedAt: true,
  updatedAt: true,
  draftedBalance: true,
  draftedCurrency: true,
  draftedDueOn: true,
  draftedCustomerName: true,
  toRecipients: true,
  ccRecipients: true,
  finalSubject: true,
  approvedSha256: true,
  assignedTo: true,
} as const satisfies Record<Exclude<keyof Vouched, (typeof PROPOSAL_COLUMNS)[number]>, true>;
export const STATE_COLUMNS = Object.keys(STATE) as (keyof typeof STATE)[];

export type Proposal = Pick<Action, (typeof PROPOSAL_COLUMNS)[number]>;
export type ActionState = Pick<Action, (typeof STATE_COLUMNS)[number]>;

/** Columns from after the first digests: left out while they are null, so that older entries keep their digests. */
const LATER_COLUMNS = new Set<string>([
  'toRecipients',
  'ccRecipients',
  'finalSubject',
  'approvedSha256',
  'assignedTo',
]);

type Text = 'content' | 'metadata';
/** The columns of the state without texts, which can have megabytes: a decision must not read them. */
export const SHORT_STATE_COLUMNS = STATE_COLUMNS.filter(
  (column): column is Exclude<keyof ActionState, Text> => column !== 'content' && column !== 'metadata',
);

/** The state of an action with the hashes of its texts. */
export interface DigestedState extends Omit<ActionState, Text> {
  /** The SHA-256 of the draft; null without a draft. */
  draftSha256: string | null;
  /** The SHA-256 of the final content if there is one, otherwise of the draft; null without either. */
  contentSha256: string | null;
  hasFinalContent: boolean;
}

export const stateOf = (action: ActionState): DigestedState => ({
  ...action,
  draftSha256: sha256OrNull(action.content),
  contentSha256: sha256OrNull(effectiveContent(action)),
  hasFinalContent: 'final_content' in action.metadata,
});

/**
 * The SHA-256 of what the proposal sets: its columns, and the metadata without the final content of a decision. A column that is
 * added to an entity later belongs into LATER_COLUMNS.
 */
export function proposalSha256({ metadata, ...action }: Proposal & Pick<Action, 'metadata'>): string {
  const { final_content: _, ...source } = metadata;
  // `real` has fewer digits than a number of JavaScript.
  const confidence = action.confidence === null ? null : Math.fround(action.confidence);
  return digest([...PROPOSAL_COLUMNS, 'metadata'], { ...action, confidence, metadata: source });
}

/** The SHA-256 of what transitions change. */
export const stateSha256 = (state: DigestedState): string =>
  digest([...SHORT_STATE_COLUMNS, 'draftSha256', 'contentSha256', 'hasFinalContent'], state);

function digest<Name extends string>(columns: readonly Name[], row: Partial<Record<Name, unknown>>): string {
  const values = columns.filter((column) => !LATER_COLUMNS.has(column)).map((column) => row[column] ?? null);
  const later = columns
    .filter((column) => LATER_COLUMNS.has(column) && (row[column] ?? null) !== null)
    .map((column) => [column, row[column]] as const);
  return sha256(canonicalJson(later.length > 0 ? [...values, Object.fromEntries(later)] : values));
}
