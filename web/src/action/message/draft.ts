import type { RecipientResponse } from '@daybook/client';
import type { Action } from '../action.js';

/** What a person has typed over a draft. */
export interface Draft {
  subject: string;
  content: string;
  to: RecipientResponse[];
  cc: RecipientResponse[];
}

/** Together in To and Cc, as the API allows. */
export const MAX_RECIPIENTS = 5;

export const draftOf = ({ subject, content, to, cc }: Action): Draft => ({
  subject: subject ?? '',
  content: content ?? '',
  to,
  cc,
});

const addresses = (recipients: readonly RecipientResponse[]) =>
  recipients.map(({ name, address }) => `${name ?? ''} ${address}`).join('\n');

export const changesRecipients = (draft: Draft, action: Action): boolean =>
  addresses(draft.to) !== addresses(action.to) || addresses(draft.cc) !== addresses(action.cc);

/** The texts that differ from the draft of the action, as an approval takes them; empty if none does. */
export function finalsOf(draft: Draft, action: Action): { final_subject?: string; final_content?: string } {
  return {
    ...(draft.subject !== (action.subject ?? '') && draft.subject !== '' && { final_subject: draft.subject }),
    ...(draft.content !== (action.content ?? '') && draft.content !== '' && { final_content: draft.content }),
  };
}

/** The fields that differ, as an edit takes them; empty if none does. */
export function editsOf(draft: Draft, action: Action): Partial<Draft> {
  return {
    ...(draft.subject !== (action.subject ?? '') && { subject: draft.subject }),
    ...(draft.content !== (action.content ?? '') && { content: draft.content }),
    ...(addresses(draft.to) !== addresses(action.to) && { to: draft.to }),
    ...(addresses(draft.cc) !== addresses(action.cc) && { cc: draft.cc }),
  };
}

/** Reads "Jana Petersen <ap@nordwind.example>" or an address alone; null if there is no address in it. */
export function readRecipient(text: string): RecipientResponse | null {
  const named = /^\s*"?([^"<]*?)"?\s*<\s*([^<>\s]+@[^<>\s]+)\s*>\s*$/.exec(text);
  if (named) return { name: named[1] || null, address: named[2]! };
  const address = text.trim();
  return /^[^<>\s@]+@[^<>\s@]+$/.test(address) ? { name: null, address } : null;
}

export const hasAddress = (recipients: readonly RecipientResponse[], address: string): boolean =>
  recipients.some((recipient) => recipient.address.toLowerCase() === address.toLowerCase());
