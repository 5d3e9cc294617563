import { type Arbitrary } from 'fast-check';
import { Fields, type Json, Raw } from './json.js';
import { among } from './values.js';

/** What the document does not say, and a good request knows all the same. */

/** Texts that have to name something that there is, or are worth their repetition, by the name of their field. */
const TEXTS: Record<string, Arbitrary<string>> = {
  ids: among('{{action.fresh}}', '{{action.fresh}}', '{{action.used}}'),
  approved_by: among('{{contact.own}}'),
  customer_id: among('{{customer.desk}}'),
  customer_external_id: among('{{customer.key}}'),
  invoice_id: among('{{invoice.desk}}'),
  invoice_number: among('{{invoice.number}}'),
  dedupe_key: among('d1', 'd2', '{{random}}'),
};

export const sensibleText = (field: string): Arbitrary<string> | undefined => TEXTS[field];

/** Of these the first is needed, unless the second is there. */
const EITHER = [
  ['customer_id', 'customer_external_id'],
  ['invoice_id', 'invoice_number'],
] as const;

export const isNeeded = (field: string, among: readonly string[]): boolean =>
  field === 'customer_id' && among.includes('customer_external_id');

export function sensibleObject(whole: Fields): Fields {
  const has = (name: string) => whole.entries.some(([one]) => one === name);
  return EITHER.reduce((left, [name, other]) => (has(other) ? left.without(name) : left), whole);
}

/** Exactly one of a list of alternatives is recommended; an id stands in a list once. */
export function sensibleList(items: Json[]): Json[] {
  const marked = items.map((item, at) =>
    item instanceof Fields && item.entries.some(([name]) => name === 'is_recommended')
      ? item.with('is_recommended', new Raw(String(at === 0)))
      : item,
  );
  return marked.filter((item, at) => item !== '{{action.used}}' || marked.indexOf(item) === at);
}
