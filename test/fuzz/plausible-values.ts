import { type Arbitrary } from 'fast-check';
import { JsonObject, type Json, RawJson } from './json.js';
import { oneOf } from './values.js';

/** What the OpenAPI document cannot express: fields that must name an existing row, and keys that should repeat. */
const TEXTS: Record<string, Arbitrary<string>> = {
  ids: oneOf('{{action.fresh}}', '{{action.fresh}}', '{{action.used}}'),
  approved_by: oneOf('{{contact.own}}'),
  customer_id: oneOf('{{customer.written}}'),
  customer_external_id: oneOf('{{customer.key}}'),
  invoice_id: oneOf('{{invoice.written}}'),
  invoice_number: oneOf('{{invoice.number}}'),
  dedupe_key: oneOf('d1', 'd2', '{{random}}'),
};

export const plausibleText = (field: string): Arbitrary<string> | undefined => TEXTS[field];

/** Either of these is required; both together are refused. */
const EITHER = [
  ['customer_id', 'customer_external_id'],
  ['invoice_id', 'invoice_number'],
  ['due_date', 'due_on'],
] as const;

export const isRequired = (field: string, among: readonly string[]): boolean =>
  (field === 'customer_id' && among.includes('customer_external_id')) ||
  (field === 'due_date' && among.includes('due_on'));

export function plausibleObject(whole: JsonObject): JsonObject {
  const has = (name: string) => whole.entries.some(([one]) => one === name);
  return EITHER.reduce((left, [name, other]) => (has(other) ? left.remove(name) : left), whole);
}

/** Marks exactly one alternative as recommended, and removes repeated ids. */
export function plausibleList(items: Json[]): Json[] {
  const marked = items.map((item, at) =>
    item instanceof JsonObject && item.entries.some(([name]) => name === 'is_recommended')
      ? item.set('is_recommended', new RawJson(String(at === 0)))
      : item,
  );
  return marked.filter((item, at) => item !== '{{action.used}}' || marked.indexOf(item) === at);
}
