import type { Approver } from './decisions/approver.js';
import type { Draft } from './edits.js';
import { type Status, UNDECIDED, UNFINISHED } from './statuses.js';

/** The fields that clients can send with commands; `input` in `COMMANDS` lists the fields of each command. */
export interface CommandInput {
  final_content?: string;
  final_subject?: string;
  approved_by?: string;
  comment?: string;
  reason?: string;
  channel_id?: string;
  external_id?: string;
  response_deadline?: Date;
}

/** What the ledger said when a draft was written. Facts about the invoice are null without an invoice. */
export interface DraftedFacts {
  /** The open balance of the invoice, as a decimal string, and its currency. */
  draftedBalance: string | null;
  draftedCurrency: string | null;
  /** The due date of the invoice, YYYY-MM-DD. */
  draftedDueOn: string | null;
  draftedCustomerName: string | null;
}

/** The input of a transition: the fields of a command, or the new values of an edit. */
export type TransitionInput = Omit<CommandInput, 'approved_by'> & {
  draft?: Partial<Draft & DraftedFacts>;
  /** The contact who decides, with the name at this time. Not recorded by transitions that are no decision. */
  approver?: Approver;
  /** Of an attempt to deliver: the mail server refused a recipient for good. */
  isBounced?: boolean;
};

export interface Rule {
  /** The statuses from which the transition is allowed. */
  from: readonly Status[];
  /** The next status. `same` keeps it; `when_due` is `scheduled` before the action's time and `proposed` after it. */
  to: Status | 'same' | 'when_due';
  /** Repeating the transition on an action that is already in `to` changes nothing, but is logged with its reason. */
  repeatable?: boolean;
  /** True: the transition soft-deletes the action. False: it restores a deleted one. */
  deletes?: boolean;
  /** The transition ends the action and is therefore allowed after the action has expired. */
  allowsExpired?: boolean;
  /** The transition approves a message: the hash of what may go out is stored. */
  approves?: true;
  /** The transition chooses one alternative: the undecided others of the recommendation are superseded with it. */
  choosesAlternative?: boolean;
  /** The transition declines an alternative: if it was the recommended one, the next undecided one is recommended instead. */
  declinesAlternative?: boolean;
  /** The transition is only recorded: it concerns the delivery, and the columns of the action do not change. */
  concernsDelivery?: boolean;
  /** Whether the action becomes the recommended alternative, or stops being it; absent if that does not change. */
  recommends?: boolean;
  input: readonly (keyof CommandInput)[];
  /** For error sentences: "can be approved". */
  participle: string;
}

/** The five commands of clients (API contract, "Commands"). The OpenAPI document, validation and responses derive from this table. */
export const COMMANDS = {
  approve: {
    from: UNDECIDED,
    to: 'processing',
    repeatable: false,
    approves: true,
    choosesAlternative: true,
    input: ['final_content', 'final_subject', 'approved_by', 'comment'],
    participle: 'approved',
  },
  reject: {
    from: UNFINISHED,
    to: 'cancelled',
    repeatable: true,
    allowsExpired: true,
    declinesAlternative: true,
    input: ['reason', 'approved_by', 'comment'],
    participle: 'rejected',
  },
  send: {
    from: UNDECIDED,
    to: 'completed',
    repeatable: false,
    choosesAlternative: true,
    input: ['final_content', 'final_subject', 'channel_id', 'external_id', 'response_deadline'],
    participle: 'sent',
  },
  cancel: {
    from: UNFINISHED,
    to: 'cancelled',
    repeatable: true,
    allowsExpired: true,
    declinesAlternative: true,
    input: ['reason', 'approved_by'],
    participle: 'cancelled',
  },
  complete: {
    from: UNFINISHED,
    to: 'completed',
    repeatable: true,
    choosesAlternative: true,
    input: ['comment', 'channel_id', 'external_id', 'response_deadline'],
    participle: 'completed',
  },
} as const satisfies Record<string, Rule>;

const OF_DELIVERY = { from: ['processing'], to: 'same', concernsDelivery: true } as const;

/**
 * The transitions that concern the delivery of an approved action: `claim` and `release` by external workers, `retry` by people, and
 * those of the built-in sender. `deliver` completes the action; `defer` and `fail` record an attempt that did not send it.
 */
const DELIVERY_TRANSITIONS = {
  claim: { ...OF_DELIVERY, input: [], participle: 'claimed' },
  release: { ...OF_DELIVERY, input: ['reason'], participle: 'released' },
  retry: { ...OF_DELIVERY, input: [], participle: 'retried' },
  deliver: { from: ['processing'], to: 'completed', input: ['external_id'], participle: 'delivered' },
  defer: { ...OF_DELIVERY, input: ['reason'], participle: 'deferred' },
  fail: { ...OF_DELIVERY, input: ['reason'], participle: 'failed' },
} as const satisfies Record<string, Rule>;

/** Every transition: the commands, the other transitions of clients (edit, delete, restore), of deliveries, and of the system. */
export const TRANSITIONS = {
  ...COMMANDS,
  ...DELIVERY_TRANSITIONS,
  edit: { from: UNDECIDED, to: 'when_due', input: [], participle: 'edited' },
  delete: {
    from: ['proposed'],
    to: 'same',
    deletes: true,
    declinesAlternative: true,
    input: [],
    participle: 'deleted',
  },
  restore: { from: ['proposed'], to: 'same', deletes: false, input: [], participle: 'restored' },
  supersede: {
    from: UNDECIDED,
    to: 'same',
    deletes: true,
    allowsExpired: true,
    input: ['reason'],
    participle: 'superseded',
  },
  promote: { from: UNDECIDED, to: 'same', recommends: true, input: ['reason'], participle: 'promoted' },
  demote: { from: UNDECIDED, to: 'same', recommends: false, input: ['reason'], participle: 'demoted' },
  wake: { from: ['scheduled'], to: 'proposed', input: [], participle: 'woken' },
} as const satisfies Record<string, Rule>;

export type Command = keyof typeof COMMANDS;
export const COMMAND_NAMES = Object.keys(COMMANDS) as Command[];
export type TransitionName = keyof typeof TRANSITIONS;
export const TRANSITION_NAMES = Object.keys(TRANSITIONS) as TransitionName[];

/** What an approval log records: the proposal of an action, and its transitions. */
export const LOG_COMMANDS = ['propose', ...TRANSITION_NAMES] as const;
export type LogCommand = (typeof LOG_COMMANDS)[number];

export const ruleOf = (name: TransitionName): Rule => TRANSITIONS[name];
