import { addressKey } from '../../input/email-input.js';
import type { Recipient } from '../../ledger/customers/recipient.js';
import { LIMITS } from '../../limits.js';

/** The recipients of an e-mail, in their order; null if there are none, as for every call and task. */
export type Recipients = Recipient[] | null;

export interface RecipientsProblem {
  field: 'to' | 'cc';
  code: string;
  /** Continues the name of the field. */
  sentence: string;
}

/** Why an e-mail cannot have these recipients; null if it can. */
export function recipientsProblem(to: Recipients, cc: Recipients): RecipientsProblem | null {
  const [addressed, copied] = [to ?? [], cc ?? []];
  const all = [...addressed, ...copied].map(({ address }) => addressKey(address));
  if (copied.length > 0 && addressed.length === 0)
    return { field: 'cc', code: 'without_to', sentence: 'must be empty unless to has a recipient' };
  if (all.length > LIMITS.recipients)
    return {
      field: 'cc',
      code: 'count',
      sentence: `must have at most ${LIMITS.recipients} recipients together with to`,
    };
  const repeated = all.findIndex((address, index) => all.indexOf(address) < index);
  if (repeated < 0) return null;
  return {
    field: repeated < addressed.length ? 'to' : 'cc',
    code: 'repeated',
    sentence: 'must not contain an address that to or cc already has',
  };
}
