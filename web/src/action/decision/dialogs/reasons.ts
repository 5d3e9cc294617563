/** Why a person rejects: the codes in `reason` of the approval log, in the order of their digit keys from 1. */
export const REASON_CODES = [
  'paid',
  'disputed',
  'promised',
  'wrong_recipient',
  'too_early',
  'wrong_text',
  'other',
] as const;

export type ReasonCode = (typeof REASON_CODES)[number];

/** The reason whose digit was pressed; null for any other key. */
export const reasonOfKey = (key: string): ReasonCode | null =>
  /^[1-9]$/.test(key) ? (REASON_CODES[Number(key) - 1] ?? null) : null;

/** Whether a comment is missing: the code `other` gives no reason by itself. */
export const needsComment = (code: ReasonCode, comment: string): boolean =>
  code === 'other' && comment.trim() === '';

/** The input of the command. */
export interface Rejection {
  reason: ReasonCode;
  comment?: string;
}

/** A blank comment is left out. */
export const rejectionOf = (code: ReasonCode, comment: string): Rejection =>
  comment.trim() === '' ? { reason: code } : { reason: code, comment: comment.trim() };
